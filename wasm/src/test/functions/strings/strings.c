// Text as UTF-16, or with LATIN1 in the mixed encoding: Latin-1, or UTF-16 when the highest bit of the length is set.
#include "abi.h"

typedef struct {
  const void *data;
  uint32_t length;  // in code units
} text;

static text *give_text(const void *data, uint32_t length) {
  text *result = allocate(sizeof *result);
  *result = (text){data, length};
  return result;
}

EXPORT("echo") text *echo(const void *data, uint32_t length) { return give_text(data, length); }

EXPORT("reverse")
text *reverse(const text *v, uint32_t count) {
  text *backwards = allocate(count * sizeof *backwards);
  for (uint32_t i = 0; i < count; i++) backwards[count - 1 - i] = v[i];
  return give_text(backwards, count);
}

EXPORT("length")
uint32_t length(const void *data, uint32_t length) {
  (void)data;
  return length;
}

#ifdef LATIN1
static const uint32_t utf16_bit = 1u << 31;

EXPORT("first")
uint32_t first(const void *data, uint32_t length) {
  return length & utf16_bit ? *(const uint16_t *)data : *(const uint8_t *)data;
}
EXPORT("greeting") text *greeting(void) { return give_text("Gr\xfc\xdf" "e", 5); }
EXPORT("world-greeting") text *world_greeting(void) { return give_text(u"Grüße 🌍", 8 | utf16_bit); }
#else
EXPORT("first")
uint32_t first(const uint16_t *data, uint32_t length) {
  (void)length;
  return *data;
}
EXPORT("greeting") text *greeting(void) { return give_text(u"Grüße", 5); }
EXPORT("world-greeting") text *world_greeting(void) { return give_text(u"Grüße 🌍", 8); }
#endif
