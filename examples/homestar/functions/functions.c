#include "abi.h"

EXPORT("add-one")
int32_t add_one(int32_t a) { return (int32_t)((uint32_t)a + 1); }

static bytes *join(bytes a, bytes b) {
  bytes both = {allocate(a.size + b.size), a.size + b.size};
  memcpy(both.data, a.data, a.size);
  memcpy(both.data + a.size, b.data, b.size);
  return give(both);
}

EXPORT("append-string")
bytes *append_string(uint8_t *a, uint32_t size) {
  static char world[] = "\nworld";
  bytes *text = join((bytes){a, size}, (bytes){(uint8_t *)world, sizeof world - 1});
  release((bytes){a, size});
  return text;
}

EXPORT("join-strings")
bytes *join_strings(uint8_t *a, uint32_t a_size, uint8_t *b, uint32_t b_size) {
  bytes *text = join((bytes){a, a_size}, (bytes){b, b_size});
  release((bytes){a, a_size});
  release((bytes){b, b_size});
  return text;
}

static void clear(bytes *text) {
  release(*text);
  free(text);
}

POST_RETURN("append-string") void append_string_done(bytes *text) { clear(text); }
POST_RETURN("join-strings") void join_strings_done(bytes *text) { clear(text); }
