# Sourced by ./ipvm and bin/ipvm: makes the AOT cache.

# train JAVA APP EXAMPLES CACHE: runs the greeting of the examples in a throw-away data folder and
# has the JVM write what it loaded, linked and profiled into CACHE. The options are those of every
# later start, or the cache would be ignored.
train() {
  training=$(mktemp -d "${TMPDIR:-/tmp}/ipvm-training.XXXXXX")
  for jar in "$2"/lib/ipvm-cli-*.jar; do :; done
  "$1" @"$2/jvm.args" -XX:AOTCacheOutput="$4.$$" -jar "$jar" \
    run "$3/hello/hello.yaml" --data-dir "$training" || :
  rm -rf "$training"
  mv "$4.$$" "$4"
}
