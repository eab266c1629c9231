#include "abi.h"

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

IMPORT("wasi:clocks/monotonic-clock@0.2.0", "now") uint64_t now(void);
IMPORT("wasi:random/random@0.2.0", "get-random-u64") uint64_t get_random_u64(void);

EXPORT("ticks") uint64_t ticks(void) { return now(); }
EXPORT("dice") uint64_t dice(void) { return get_random_u64() % 6 + 1; }

typedef struct {
  void *data;
  uint32_t count;
} list;

IMPORT("wasi:cli/environment@0.2.0", "get-arguments") void get_arguments(list *result);
IMPORT("wasi:cli/environment@0.2.0", "get-environment") void get_environment(list *result);

EXPORT("surroundings")
uint32_t surroundings(void) {
  list arguments, variables;
  get_arguments(&arguments);
  get_environment(&variables);
  return arguments.count + variables.count;
}

/// result<u64, stream-error>, and with less in it result<_, stream-error>
typedef struct {
  uint8_t is_error;
  uint64_t value;
} written;

IMPORT("wasi:cli/stdout@0.2.0", "get-stdout") int32_t get_stdout(void);
IMPORT("wasi:io/streams@0.2.0", "[method]output-stream.check-write") void check_write(int32_t self, written *result);
IMPORT("wasi:io/streams@0.2.0", "[method]output-stream.blocking-write-and-flush")
void write_and_flush(int32_t self, const char *data, uint32_t size, written *result);
IMPORT("wasi:io/streams@0.2.0", "[resource-drop]output-stream") void drop_output_stream(int32_t self);

EXPORT("say")
uint32_t say(const char *text, uint32_t size) {
  int32_t out = get_stdout();
  written room, done;
  check_write(out, &room);
  if (room.is_error || room.value < size) __builtin_trap();
  write_and_flush(out, text, size, &done);
  drop_output_stream(out);
  return done.is_error ? 0 : size;
}

IMPORT("wasi:cli/exit@0.2.0", "exit") void exit_with(uint32_t is_error);

EXPORT("leave") void leave(void) { exit_with(0); }
