#include "abi.h"

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

enum { INFO = 2 };

typedef struct {
  uint64_t seconds;
  uint32_t milliseconds, nanoseconds;
} host_time_t;

IMPORT("wasi:logging/logging", "log")
void host_log(uint32_t level, const char *context, uint32_t context_size, const char *message, uint32_t message_size);
IMPORT("homestar:host/helpers@0.0.1", "get-current-time") void host_get_current_time(host_time_t *result);
IMPORT("homestar:host/helpers@0.0.1", "print") void host_print(const char *message, uint32_t size);

static void log_info(const char *message) { host_log(INFO, "run-fn", 6, message, strlen(message)); }

/// Decimal text.
static bytes text_of(uint32_t number) {
  char digits[10], *first = digits + sizeof digits;
  do *--first = '0' + number % 10;
  while (number /= 10);

  uint32_t size = digits + sizeof digits - first;
  bytes text = {allocate(size), size};
  memcpy(text.data, first, size);
  return text;
}

EXPORT("add-one")
int32_t add_one(int32_t a) {
  log_info("add-one");
  int32_t sum = (int32_t)((uint32_t)a + 1);
  bytes text = text_of(sum);
  host_print((char *)text.data, text.size);
  return sum;
}

EXPORT("host-time")
uint64_t host_time(void) {
  host_time_t time;
  host_get_current_time(&time);
  return time.seconds + time.milliseconds + time.nanoseconds;
}

typedef struct {
  void *data;
  uint32_t count;
} list;

EXPORT("transpose")
list *transpose(list *rows, uint32_t count) {
  log_info("transpose");
  if (!count) __builtin_trap();
  uint32_t width = rows[0].count;
  list *columns = allocate(width * sizeof *columns);
  for (uint32_t x = 0; x < width; x++) {
    uint16_t *column = allocate(count * sizeof *column);
    for (uint32_t y = 0; y < count; y++) {
      if (x >= rows[y].count) __builtin_trap();
      column[y] = ((uint16_t *)rows[y].data)[x];
    }
    columns[x] = (list){column, count};
  }
  list *matrix = allocate(sizeof *matrix);
  *matrix = (list){columns, width};
  return matrix;
}

/// option<s32>, and result<s32>
typedef struct {
  uint8_t tag;
  int32_t value;
} tagged;

static tagged *give_tagged(uint8_t tag, int32_t value) {
  tagged *t = allocate(sizeof *t);
  *t = (tagged){tag, value};
  return t;
}

EXPORT("pop") tagged *pop(int32_t *a, uint32_t count) { return count ? give_tagged(1, a[count - 1]) : give_tagged(0, 0); }

static int ascending(const void *a, const void *b) {
  int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return (x > y) - (x < y);
}

EXPORT("binary-search")
tagged *binary_search(int32_t *a, uint32_t count, int32_t x) {
  qsort(a, count, sizeof *a, ascending);
  const int32_t *found = bsearch(&x, a, count, sizeof *a, ascending);
  return found ? give_tagged(0, found - a) : give_tagged(1, 0);
}

typedef struct {
  bytes name;
  uint8_t has_value;
  uint32_t value;
} num_keys;

EXPORT("num-to-kv")
num_keys *num_to_kv(uint32_t is_error, uint32_t number, uint32_t size) {
  (void)size;  // of the error text
  num_keys *kv = allocate(sizeof *kv);
  *kv = is_error ? (num_keys){{(uint8_t *)"NAN", 3}, 0, 0} : (num_keys){text_of(number), 1, number};
  return kv;
}
