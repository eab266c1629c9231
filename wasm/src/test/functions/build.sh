#!/bin/sh -e
# Builds the components the tests run, into the test resources or the folder given.
out=$(cd "${1:-$(dirname "$0")/../resources/io/ipvm/wasm}" && pwd)
cd "$(dirname "$0")"
c=$(cd ../../../../examples/c && pwd)

# build FILE FOLDER [OPTION ...]
build() {
  file=$1 folder=$2
  shift 2
  "$c/component" "$@" "$out/$file" "$folder/wit" "$folder/$folder.c" "$c/arena.c"
}

build echo.wasm echo
build echo-utf16.wasm strings --strings utf16
build names.wasm names
build bad.wasm bad
build core-add.wasm core-add --core
build imports.wasm imports
build wasi.wasm wasi
build homestar.wasm homestar
build homestar-core.wasm homestar --core
build wasi-core.wasm wasi --core
build initialized.wasm initialized
build interface.wasm interface
"$c/component" --strings compact-utf16 "$out/echo-latin1.wasm" strings/wit strings/strings.c "$c/arena.c" -DLATIN1

# The same code without a word about its types, and half of a component.
"${CLANG:-clang-19}" --target=wasm32 -nostdlib -O2 -Wl,--no-entry -o "$out/plain-core.wasm" core-add/plain.c
head -c 1000 "$out/names.wasm" > "$out/truncated.wasm"
