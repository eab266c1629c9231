# Sourced by ./ipvm and bin/ipvm: makes the AOT cache.

# train JAVA APP EXAMPLES CACHE: runs a small workflow in a throw-away data folder and has the JVM
# write what it loaded, linked and profiled into CACHE. The options are those of every later start,
# or the cache would be ignored. The second run is the one that counts: like most, it finds one
# result and computes another.
train() {
  training=$(mktemp -d "${TMPDIR:-/tmp}/ipvm-training.XXXXXX")
  for jar in "$2"/lib/ipvm-cli-*.jar; do :; done
  for output in "" "-XX:AOTCacheOutput=$4.$$"; do
    (
      cd "$3/photo"
      # Most runs are watched, so the live table is trained, too.
      export IPVM_TTY=2 TERM=xterm COLUMNS=80 LINES=24
      "$1" @"$2/jvm.args" ${output:+"$output"} -jar "$jar" run - --set width=$((32 + ${#output})) \
        --data-dir "$training/data" --out "$training/out" <<'END'
v: 0.2.0
name: training
use: { photo: ./photo.wasm }
input: { type: object, properties: { width: { type: integer, minimum: 1, default: 32 } } }
tasks:
  small: { run: "photo#crop", args: ["{{ file:./photo.jpg }}", 0, 0, 64, 64] }
  tiny: { run: "photo#resize", args: ["{{ needs.small.output }}", "{{ input.width }}"] }
output: { training.png: "{{ needs.tiny.output }}" }
END
    ) || :
  done
  rm -rf "$training"
  mv "$4.$$" "$4"
}
