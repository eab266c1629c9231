# Sourced by ./ipvm and bin/ipvm: makes the AOT cache.

# train JAVA APP EXAMPLES CACHE: runs what people type most in a throw-away data folder, and has the
# JVM write what it loaded, linked and profiled into CACHE. The options are those of every later
# start, or the cache would be ignored. A first process leaves a result behind, so that the one that
# counts finds one and computes another, as most runs do.
train() {
  training=$(mktemp -d "${TMPDIR:-/tmp}/ipvm-training.XXXXXX")
  for jar in "$2"/lib/ipvm-cli-*.jar; do :; done
  cp "$3/photo/photo.wasm" "$3/photo/photo.jpg" "$training"
  cat >"$training/small.yaml" <<'END'
v: 0.2.0
name: training
use: { photo: ./photo.wasm }
input: { type: object, properties: { width: { type: integer, minimum: 1, default: 32 } } }
tasks:
  small: { run: "photo#crop", args: ["{{ file:./photo.jpg }}", 0, 0, 64, 64] }
  tiny: { run: "photo#resize", args: ["{{ needs.small.output }}", "{{ input.width }}"] }
output: { training.png: "{{ needs.tiny.output }}" }
END
  cat >"$training/first" <<'END'
fn add photo photo.wasm
run small.yaml
END
  cat >"$training/second" <<'END'
run small.yaml --set width=33
complete -- 
complete -- runs describe 
complete -- receipt show 
complete -- fn call 
complete -- run small.yaml --set 
complete -- run small.yaml --fresh=
runs ls
runs describe
receipt ls
receipt ls -o json
fn ls
runs nonsense
help run
END
  (
    cd "$training"
    # Most runs are watched, so the live table is trained, too.
    export IPVM_HOME="$training/data" IPVM_TTY=2 TERM=xterm COLUMNS=80 LINES=24
    "$1" @"$2/jvm.args" -jar "$jar" train first --blocks 5000
    "$1" @"$2/jvm.args" -XX:AOTCacheOutput="$4.$$" -jar "$jar" train second
  ) || :
  rm -rf "$training"
  mv "$4.$$" "$4"
}
