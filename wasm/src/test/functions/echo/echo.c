// A function for every type of value, see wit/world.wit. The structs are the layouts the canonical ABI prescribes: on wasm32
// they are those of C.
#include <stdbool.h>

#include "abi.h"

/// list<T> for any T
typedef struct {
  void *data;
  uint32_t count;
} list;

/// A value in memory, which is how a result is returned that is more than one core value.
#define RESULT(type, ...)                  \
  type *result = allocate(sizeof *result); \
  *result = (type){__VA_ARGS__};           \
  return result

// Basic types

EXPORT("echo-bool") bool echo_bool(bool v) { return v; }
EXPORT("echo-s8") int8_t echo_s8(int8_t v) { return v; }
EXPORT("echo-u8") uint8_t echo_u8(uint8_t v) { return v; }
EXPORT("echo-s16") int16_t echo_s16(int16_t v) { return v; }
EXPORT("echo-u16") uint16_t echo_u16(uint16_t v) { return v; }
EXPORT("echo-s32") int32_t echo_s32(int32_t v) { return v; }
EXPORT("echo-u32") uint32_t echo_u32(uint32_t v) { return v; }
EXPORT("echo-s64") int64_t echo_s64(int64_t v) { return v; }
EXPORT("echo-u64") uint64_t echo_u64(uint64_t v) { return v; }
EXPORT("echo-f32") float echo_f32(float v) { return v; }
EXPORT("echo-f64") double echo_f64(double v) { return v; }
EXPORT("echo-char") uint32_t echo_char(uint32_t v) { return v; }

EXPORT("echo-string") bytes *echo_string(uint8_t *v, uint32_t size) { RESULT(bytes, v, size); }
EXPORT("string-bytes") uint32_t string_bytes(uint8_t *v, uint32_t size) {
  (void)v;
  return size;
}

// Lists

static list *reversed(void *data, uint32_t count, uint32_t size) {
  uint8_t *from = data, *to = allocate((size_t)count * size);
  for (uint32_t i = 0; i < count; i++) memcpy(to + (size_t)(count - 1 - i) * size, from + (size_t)i * size, size);
  RESULT(list, to, count);
}

EXPORT("echo-list") list *echo_list(uint8_t *v, uint32_t count) { RESULT(list, v, count); }
EXPORT("reverse-bools") list *reverse_bools(bool *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-u8s") list *reverse_u8s(uint8_t *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-s16s") list *reverse_s16s(int16_t *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-u32s") list *reverse_u32s(uint32_t *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-u64s") list *reverse_u64s(uint64_t *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-f32s") list *reverse_f32s(float *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-f64s") list *reverse_f64s(double *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-chars") list *reverse_chars(uint32_t *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-strings") list *reverse_strings(bytes *v, uint32_t count) { return reversed(v, count, sizeof *v); }

EXPORT("transpose")
list *transpose(list *rows, uint32_t count) {
  uint32_t width = count ? rows[0].count : 0;
  list *columns = allocate(width * sizeof *columns);
  for (uint32_t x = 0; x < width; x++) {
    uint16_t *column = allocate(count * sizeof *column);
    for (uint32_t y = 0; y < count; y++) {
      if (rows[y].count != width) __builtin_trap();
      column[y] = ((uint16_t *)rows[y].data)[x];
    }
    columns[x] = (list){column, count};
  }
  RESULT(list, columns, width);
}

// Records

typedef struct {
  int32_t x, y;
} point;

typedef struct {
  uint8_t tiny;
  uint64_t big;
  uint16_t small;
  bytes name;
  float ratio;
  double precise;
  bool yes;
  uint32_t letter;
  point place;
} sample;

EXPORT("echo-single") uint32_t echo_single(uint32_t value) { return value; }

EXPORT("echo-sample")
sample *echo_sample(uint8_t tiny, uint64_t big, uint16_t small, uint8_t *name, uint32_t size, float ratio, double precise,
                    bool yes, uint32_t letter, int32_t x, int32_t y) {
  RESULT(sample, tiny, big, small, {name, size}, ratio, precise, yes, letter, {x, y});
}

EXPORT("reverse-samples") list *reverse_samples(sample *v, uint32_t count) { return reversed(v, count, sizeof *v); }

// Variants

typedef struct {
  uint8_t tag;
  union {
    uint32_t word;  // small, and ratio as bits
    uint64_t wide;  // big, and precise as bits
    bytes text;
    point place;
  };
} mixed;

typedef struct {
  uint8_t tag;
  union {
    uint8_t count;
    uint32_t ratio;  // as bits
  };
} narrow;

EXPORT("echo-mixed")
mixed *echo_mixed(uint32_t tag, uint64_t first, uint32_t second) {
  mixed *v = allocate(sizeof *v);
  v->tag = tag;
  switch (tag) {
    case 1:
    case 2: v->word = first; break;
    case 3:
    case 4: v->wide = first; break;
    case 5: v->text = (bytes){(uint8_t *)(uintptr_t)first, second}; break;
    case 6: v->place = (point){first, second}; break;
  }
  return v;
}

EXPORT("reverse-mixed") list *reverse_mixed(mixed *v, uint32_t count) { return reversed(v, count, sizeof *v); }

EXPORT("echo-narrow")
narrow *echo_narrow(uint32_t tag, uint32_t payload) {
  narrow *v = allocate(sizeof *v);
  v->tag = tag;
  if (tag == 0) v->count = payload;
  else v->ratio = payload;
  return v;
}

EXPORT("echo-color") uint32_t echo_color(uint32_t v) { return v; }
EXPORT("reverse-colors") list *reverse_colors(uint8_t *v, uint32_t count) { return reversed(v, count, sizeof *v); }
EXPORT("reverse-shades") list *reverse_shades(uint16_t *v, uint32_t count) { return reversed(v, count, sizeof *v); }

// Flags

typedef struct {
  uint32_t thirty_two;
  uint16_t sixteen;
  uint8_t eight;
} flags;

EXPORT("echo-eight") uint32_t echo_eight(uint32_t v) { return v; }
EXPORT("echo-sixteen") uint32_t echo_sixteen(uint32_t v) { return v; }
EXPORT("echo-thirty-two") uint32_t echo_thirty_two(uint32_t v) { return v; }
EXPORT("swap-flags")
flags *swap_flags(uint32_t eight, uint32_t sixteen, uint32_t thirty_two) { RESULT(flags, thirty_two, sixteen, eight); }

// Options and results: a tag, and a payload where there is one

typedef struct {
  uint8_t tag;
  uint32_t value;
} tagged_u32;

typedef struct {
  uint8_t tag;
  uint64_t value;
} tagged_u64;

typedef struct {
  uint8_t tag;
  bytes value;
} tagged_string;

typedef struct {
  uint8_t outer, inner, value;
} option_option;

EXPORT("echo-option-u32") tagged_u32 *echo_option_u32(uint32_t tag, uint32_t v) { RESULT(tagged_u32, tag, v); }
EXPORT("echo-option-u64") tagged_u64 *echo_option_u64(uint32_t tag, uint64_t v) { RESULT(tagged_u64, tag, v); }
EXPORT("echo-option-string")
tagged_string *echo_option_string(uint32_t tag, uint8_t *v, uint32_t size) { RESULT(tagged_string, tag, {v, size}); }
EXPORT("echo-option-option")
option_option *echo_option_option(uint32_t outer, uint32_t inner, uint32_t v) { RESULT(option_option, outer, inner, v); }

typedef struct {
  uint8_t tag;
  union {
    bytes ok;
    uint64_t err;
  };
} result_both;

typedef struct {
  uint8_t tag;
  union {
    uint8_t ok;
    bytes err;
  };
} result_u8_string;

EXPORT("echo-result") uint32_t echo_result(uint32_t tag) { return tag; }
EXPORT("echo-result-ok") tagged_u32 *echo_result_ok(uint32_t tag, uint32_t v) { RESULT(tagged_u32, tag, v); }
EXPORT("echo-result-err")
tagged_string *echo_result_err(uint32_t tag, uint8_t *v, uint32_t size) { RESULT(tagged_string, tag, {v, size}); }
EXPORT("echo-result-both")
result_both *echo_result_both(uint32_t tag, uint64_t first, uint32_t second) {
  result_both *v = allocate(sizeof *v);
  v->tag = tag;
  if (tag == 0) v->ok = (bytes){(uint8_t *)(uintptr_t)first, second};
  else v->err = first;
  return v;
}
EXPORT("reverse-results")
list *reverse_results(result_u8_string *v, uint32_t count) { return reversed(v, count, sizeof *v); }

// Tuples

typedef struct {
  uint8_t first;
  bytes second;
  double third;
} triple;

typedef struct {
  bytes key;
  uint32_t value;
} pair;

EXPORT("echo-tuple")
triple *echo_tuple(uint8_t first, uint8_t *second, uint32_t size, double third) { RESULT(triple, first, {second, size}, third); }
EXPORT("reverse-pairs") list *reverse_pairs(pair *v, uint32_t count) { return reversed(v, count, sizeof *v); }

// Many parameters

static uint32_t weighted(const uint8_t *v, int count) {
  uint32_t sum = 0;
  for (int i = 0; i < count; i++) sum += (i + 1) * v[i];
  return sum;
}

EXPORT("sum-sixteen")
uint32_t sum_sixteen(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint8_t e, uint8_t f, uint8_t g, uint8_t h, uint8_t i,
                     uint8_t j, uint8_t k, uint8_t l, uint8_t m, uint8_t n, uint8_t o, uint8_t p) {
  return weighted((uint8_t[]){a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p}, 16);
}

EXPORT("sum-seventeen") uint32_t sum_seventeen(const uint8_t *parameters) { return weighted(parameters, 17); }

typedef struct {
  uint8_t a;
  uint64_t b;
  uint16_t c;
  bytes d[7];
} many;

typedef struct {
  bytes d[7];
  uint16_t c;
  uint64_t b;
  uint8_t a;
} many_reversed;

EXPORT("reverse-many")
many_reversed *reverse_many(const many *v) {
  many_reversed *result = allocate(sizeof *result);
  *result = (many_reversed){.c = v->c, .b = v->b, .a = v->a};
  for (int i = 0; i < 7; i++) result->d[6 - i] = v->d[i];
  return result;
}

// Functions without a result, state

static uint32_t memory, returns;

EXPORT("do-nothing") void do_nothing(void) {}
EXPORT("remember") void remember(uint32_t v) { memory = v; }
EXPORT("recall") uint32_t recall(void) { return memory; }
EXPORT("count-returns") uint32_t count_returns(void) { return returns; }

// The arena frees nothing, but that the host says when it has read a result is counted, for a result in memory and for another.
POST_RETURN("echo-string") void echo_string_done(bytes *result) { returns += result->data != NULL; }
POST_RETURN("echo-u32") void echo_u32_done(uint32_t result) {
  (void)result;
  returns++;
}
