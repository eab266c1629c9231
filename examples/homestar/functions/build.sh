#!/bin/sh -e
# Builds functions.wasm, a component, and functions.core.wasm, the same as a core module that carries its world in a custom
# section. Homestar takes both. They go beside this folder or to the folder given.
out=$(cd "${1:-$(dirname "$0")/..}" && pwd)
cd "$(dirname "$0")"
../../c/component "$out/functions.wasm" wit functions.c ../../c/arena.c
../../c/component --core "$out/functions.core.wasm" wit functions.c ../../c/arena.c
