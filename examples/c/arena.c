// malloc for small functions: a kilobyte of component instead of fourteen.
//
// It hands out memory and takes none back. That is enough where an instance lives for one call, as it does in a node. A
// function that allocates much in a single call wants the C library's malloc: leave this file out.
#include <stddef.h>
#include <stdint.h>

static const uint64_t page = 65536, alignment = 16;

extern char __heap_base;  // the linker puts it behind stack and data

static uint64_t end;  // of what was handed out; 64 bits, because the end of a full memory is 2^32

void *malloc(size_t size) {
  if (!end) end = (uintptr_t)&__heap_base;
  uint64_t start = (end + alignment - 1) / alignment * alignment;
  uint64_t memory = __builtin_wasm_memory_size(0) * page;
  if (start + size > memory) {
    size_t pages = (start + size - memory + page - 1) / page;
    if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX) return NULL;
  }
  end = start + size;
  return (void *)(uintptr_t)start;
}

void free(void *memory) { (void)memory; }
