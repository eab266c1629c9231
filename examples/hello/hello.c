// The smallest useful function: a string in, a string out. See ../c/abi.h for how they cross.
#include "abi.h"

/// greet: func(name: string) -> string
EXPORT("greet")
bytes *greet(uint8_t *name, uint32_t size) {
  static const char hello[] = "Hello, ", end[] = "!";
  const size_t before = sizeof hello - 1, after = sizeof end - 1;

  bytes text = {allocate(before + size + after), before + size + after};
  memcpy(text.data, hello, before);
  memcpy(text.data + before, name, size);
  memcpy(text.data + before + size, end, after);

  release((bytes){name, size});
  return give(text);
}

POST_RETURN("greet")
void greet_done(bytes *text) {
  release(*text);
  free(text);
}
