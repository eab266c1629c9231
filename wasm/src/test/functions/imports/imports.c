#include "abi.h"

__attribute__((import_module("$root"), import_name("outside"))) uint32_t outside(uint32_t v);

EXPORT("call-outside") uint32_t call_outside(uint32_t v) { return outside(v); }
