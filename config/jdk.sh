# Sourced by ./build and ./ipvm: finds a JDK 25, whatever `java` on the PATH is.

# Prints the home of a JDK 25, or fails with one line that says what to do.
find_jdk() {
  for home in \
    "${JAVA_HOME:-}" \
    "$(jdk_of_path)" \
    "$(jdk_of_macos)" \
    /usr/lib/jvm/*25* /usr/lib/jvm/default* /usr/java/*25* /opt/*25* /opt/java/* /opt/jvm/*25* \
    "${HOME:-}"/.sdkman/candidates/java/25* "${HOME:-}"/.jdks/*25* "${HOME:-}"/.asdf/installs/java/*25* \
    "${HOME:-}"/.local/share/mise/installs/java/*25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*25*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25[".]' "$home/release" 2>/dev/null; then
      printf '%s\n' "$home"
      return
    fi
  done
  echo "${0##*/}: no JDK 25 found; install one (Temurin, Debian's openjdk-25-jdk …) or set JAVA_HOME to it" >&2
  return 1
}

# The home of the javac on the PATH, if there is one.
jdk_of_path() {
  javac=$(command -v javac) || return 0
  javac=$(follow_links "$javac")
  dirname "$(dirname "$javac")"
}

jdk_of_macos() {
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v 25 2>/dev/null || :
  fi
}

# Prints the path with every symbolic link of its last part followed (`readlink -f` is not everywhere).
follow_links() {
  path=$1
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case $link in
      /*) path=$link ;;
      *) path=$(dirname "$path")/$link ;;
    esac
  done
  printf '%s\n' "$path"
}
