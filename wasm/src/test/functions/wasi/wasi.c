#include "abi.h"

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

IMPORT("wasi:clocks/monotonic-clock@0.2.0", "now") uint64_t now(void);
IMPORT("wasi:random/random@0.2.0", "get-random-u64") uint64_t get_random_u64(void);

EXPORT("ticks") uint64_t ticks(void) { return now(); }
EXPORT("dice") uint64_t dice(void) { return get_random_u64() % 6 + 1; }
