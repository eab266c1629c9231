#!/bin/sh
# Starts ipvm of an unpacked distribution; everything it needs is beside it.
set -eu

if [ ! -d "${PWD:-}" ]; then
  echo "ipvm: the current folder is gone, Java cannot start in it; try: cd" >&2
  exit 4
fi

script=$0
while [ -L "$script" ]; do
  link=$(readlink "$script")
  case $link in
    /*) script=$link ;;
    *) script=${script%/*}/$link ;;
  esac
done
case $script in
  */*) root=$(cd "${script%/*}/.." && pwd -P) ;;
  *) root=$(cd .. && pwd -P) ;;
esac
java=$root/runtime/bin/java
app=$root/app
for jar in "$app"/lib/ipvm-cli-*.jar; do :; done

# An AOT cache names files by size and time, which not every unpacker keeps, and the machine may be
# another. So the first start asks the JVM whether it takes the shipped one, and has one of its own
# made in the background if not; where the distribution cannot be written to, in the user's cache.
own=$app
[ -w "$app" ] || own=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/ipvm/$(printf %s "$app" | cksum | tr ' ' -)
if [ -f "$own/own.aot" ]; then
  cache=$own/own.aot
else
  cache=$app/ipvm.aot
  # shellcheck disable=SC1091
  [ -f "$own/shipped-cache-is-valid" ] || . "$app/check-cache.sh"
fi

# A stream that is closed would be given to the next file that is opened.
[ -e /dev/fd/0 ] || exec </dev/null

# Java cannot say whether standard error is a terminal: the numbers of the streams that are.
IPVM_TTY=''
for stream in 0 1 2; do
  [ ! -t $stream ] || IPVM_TTY=$IPVM_TTY$stream
done
export IPVM_TTY

# Options given by the user come last and win; a change in GC or module options costs the cache.
# shellcheck disable=SC2086
exec "$java" @"$app/jvm.args" -XX:AOTCache="$cache" ${IPVM_JAVA_OPTS:-} -jar "$jar" "$@"
