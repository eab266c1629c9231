#!/bin/sh -e
# Builds hello.wasm, here or in the folder given.
out=$(cd "${1:-$(dirname "$0")}" && pwd)
cd "$(dirname "$0")"
../c/component "$out/hello.wasm" wit hello.c ../c/arena.c
