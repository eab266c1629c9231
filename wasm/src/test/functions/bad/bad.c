// What can go wrong when a function runs, see wit/world.wit.
#include "abi.h"

__attribute__((noinline)) static void fall_over(void) { __builtin_trap(); }

EXPORT("trap") void trap(void) { fall_over(); }

EXPORT("spin")
void spin(void) {
  for (;;) {
  }
}

EXPORT("eat")
uint32_t eat(void) {
  while (__builtin_wasm_memory_grow(0, 256) != SIZE_MAX) {
  }
  return __builtin_wasm_memory_size(0);
}

EXPORT("hog") uint32_t hog(uint32_t pages) { return __builtin_wasm_memory_grow(0, pages); }

#pragma clang diagnostic ignored "-Winfinite-recursion"
static volatile uint32_t zero;  // read after the call, so that the compiler cannot make a loop of it
__attribute__((noinline)) static uint32_t deeper(uint32_t depth) { return deeper(depth + 1) + zero; }
EXPORT("recurse") uint32_t recurse(void) { return deeper(0); }

EXPORT("oob") uint32_t oob(void) { return *(volatile uint32_t *)0xfffffff0; }

EXPORT("divide") int32_t divide(int32_t number, int32_t by) { return number / by; }

EXPORT("truncate")
int32_t truncate(double number) {
  int32_t whole;
  __asm__("local.get %1\n\ti32.trunc_f64_s\n\tlocal.set %0" : "=r"(whole) : "r"(number));  // C would check or saturate
  return whole;
}

static void (*volatile nowhere)(void);
EXPORT("call-null") void call_null(void) { nowhere(); }

static void *give_words(uint32_t first, uint32_t second) {
  uint32_t *words = allocate(2 * sizeof *words);
  words[0] = first;
  words[1] = second;
  return words;
}

EXPORT("bad-utf8") void *bad_utf8(void) { return give_words((uintptr_t)"\xc3(", 2); }
EXPORT("far-string") void *far_string(void) { return give_words(0xfffffff0, 4); }
EXPORT("bad-char") uint32_t bad_char(void) { return 0xd800; }
EXPORT("bad-color") uint32_t bad_color(void) { return 3; }
EXPORT("odd-list") void *odd_list(void) { return give_words((uintptr_t)allocate(16) + 1, 2); }
EXPORT("bad-option") void *bad_option(void) { return give_words(2, 0); }
EXPORT("odd-bool") uint32_t odd_bool(void) { return 2; }
