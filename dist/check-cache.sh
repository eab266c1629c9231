# Sourced by bin/ipvm at the first start; uses its `java`, `app`, `jar`, `cache`, `own` and `root`.

mkdir -p "$own"
if "$java" @"$app/jvm.args" -XX:AOTCache="$cache" -XX:AOTMode=on -jar "$jar" version >/dev/null 2>&1; then
  : >"$own/shipped-cache-is-valid"
elif mkdir "$own/training" 2>/dev/null || ! kill -0 "$(cat "$own/training/pid")" 2>/dev/null; then
  . "$app/train.sh"
  (
    trap 'rm -rf "$own/training"' EXIT
    train "$java" "$app" "$root/examples" "$own/own.aot"
  ) </dev/null >"$own/training/log" 2>&1 &
  echo $! >"$own/training/pid"
fi
