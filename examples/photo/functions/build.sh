#!/bin/sh -e
# Builds photo.wasm, beside this folder or in the folder given. Needs libstb-dev too.
out=$(cd "${1:-$(dirname "$0")/..}" && pwd)
cd "$(dirname "$0")"
../../c/component "$out/photo.wasm" wit photo.c picture.c stb.c
