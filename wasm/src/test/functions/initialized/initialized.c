#include <stdbool.h>

#include "abi.h"

static bool is_ready;

EXPORT("_initialize") void initialize(void) { is_ready = true; }

EXPORT("ready") bool ready(void) { return is_ready; }
