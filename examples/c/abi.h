// What C needs to speak the Component Model's canonical ABI (CanonicalABI.md in WebAssembly/component-model):
// small enough to read, for functions that take and give lists and strings.
//
// How values cross, in short. A parameter of a basic type is a C parameter; a string or list is two, pointer and count.
// Lists that come in were allocated with `cabi_realloc` (abi.c) and belong to the function: it frees them. A result that
// does not fit into one core value is returned as a pointer to a struct laid out as WIT says; the caller copies it and
// then calls `cabi_post_<name>`, which frees it.
#pragma once

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define POST_RETURN(name) EXPORT("cabi_post_" name)

/// `list<u8>`, and `string` (UTF-8, no terminating zero).
typedef struct {
  uint8_t *data;
  uint32_t size;
} bytes;

/// Memory or a trap. Nothing here can go on without memory, and a trap is an answer that the caller understands.
static inline void *allocate(size_t size) {
  void *memory = malloc(size);
  if (!memory) __builtin_trap();
  return memory;
}

/// Frees what `cabi_realloc` or `allocate` gave.
static inline void release(bytes b) {
  if (b.size) free(b.data);
}

/// Puts a result where the caller can read it. The caller hands the pointer back to the function's post-return.
static inline bytes *give(bytes b) {
  bytes *given = allocate(sizeof *given);
  *given = b;
  return given;
}
