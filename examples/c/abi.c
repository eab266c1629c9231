#include "abi.h"

/// The host allocates everything it passes in with this.
EXPORT("cabi_realloc")
void *cabi_realloc(void *old, size_t old_size, size_t align, size_t new_size) {
  if (new_size == 0) return (void *)align;  // an empty list has an aligned pointer too; `release` leaves it alone
  void *memory = allocate(new_size);        // malloc aligns to 16, enough for every WIT type
  if (old_size) {
    memcpy(memory, old, old_size < new_size ? old_size : new_size);
    free(old);
  }
  return memory;
}
