# Sourced by ./ipvm when there is something to build; uses its `root`, `state` and `is_current`.

. "$root/config/jdk.sh"

# Builds unless another launch did so while this one waited for it.
build_once() {
  mkdir -p "$state"
  take_lock
  trap 'stop_building; exit 130' INT TERM HUP
  if ! is_current; then
    build_app
  fi
  release_lock
  trap - INT TERM HUP
}

build_app() {
  JAVA_HOME=$(find_jdk) || give_up
  export JAVA_HOME
  command -v mvn >/dev/null || give_up "ipvm: no Maven found; install Maven 3.8.7 or newer and put mvn on the PATH"
  started=$(date +%s)
  if [ -f "$state/current" ]; then
    what="building ipvm (sources changed)"
    previous=$(sed -n 2p "$state/current")
  else
    previous=''
    what="building ipvm (first use, about 30 s)"
  fi
  [ -t 2 ] || echo "$what …" >&2

  java=$JAVA_HOME/bin/java
  name=$started.$$
  app=$state/$name
  mkdir "$app"
  # What changes from here on is newer than this file, and so builds again.
  : >"$app/sources"
  rm -rf "$root/dist/target/launcher/lib"
  run_maven
  show_progress "jars"
  "$java" "$root/dist/Jars.java" "$root/dist/target/launcher/lib" "$app" >>"$state/build.log" 2>&1 ||
    give_up "ipvm: the jars could not be copied; the whole report is in target/ipvm/build.log"
  cp "$root/dist/jvm.args" "$app/jvm.args"
  show_progress "AOT cache"
  . "$root/dist/train.sh"
  train "$java" "$app" "$root/examples" "$app/ipvm.aot" >"$state/train.log" 2>&1 || :

  printf '%s\n' "$java" "$name" >"$state/current.next"
  mv "$state/current.next" "$state/current"
  remove_old_builds
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  echo "built ipvm in $(($(date +%s) - started)) s" >&2
}

run_maven() {
  (
    cd "$root"
    exec mvn -B -ntp package -P launcher -pl dist -am
  ) >"$state/build.log" 2>&1 &
  maven=$!
  while kill -0 "$maven" 2>/dev/null; do
    show_progress "$(sed -n 's/^\[INFO\] Building \(ipvm-[a-z]*\).*/\1/p' "$state/build.log" 2>/dev/null | tail -n 1)"
    sleep 1
  done
  if ! wait "$maven"; then
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
    grep '^\[ERROR\]' "$state/build.log" | head -n 20 >&2
    rm -rf "$app"
    give_up "ipvm: the build failed; the whole report is in target/ipvm/build.log"
  fi
  maven=''
}

show_progress() {
  if [ -t 2 ]; then
    printf '\r\033[K%s … %s s, %s' "$what" "$(($(date +%s) - started))" "$1" >&2
  fi
}

# Keeps this build and the one before: a command started a moment ago may still read its jars.
remove_old_builds() {
  for old in "$state"/[0-9]*; do
    case ${old##*/} in
      "$name" | "$previous") ;;
      *) rm -rf "$old" ;;
    esac
  done
}

take_lock() {
  waited=0
  until mkdir "$state/lock" 2>/dev/null; do
    holder=$(cat "$state/lock/pid" 2>/dev/null || :)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$state/lock"
      continue
    fi
    [ $waited -ne 0 ] || echo "ipvm: process ${holder:-?} is building, waiting for it" >&2
    waited=1
    sleep 1
  done
  echo $$ >"$state/lock/pid"
}

release_lock() {
  rm -rf "$state/lock"
}

# The shell starts Maven with interrupts ignored, so it has to be told.
stop_building() {
  [ -z "${maven:-}" ] || kill "$maven" 2>/dev/null || :
  release_lock
}

give_up() {
  [ $# -eq 0 ] || echo "$1" >&2
  release_lock
  exit 1
}
