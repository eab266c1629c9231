#include "abi.h"

EXPORT("ipvm:fixtures/greeter@0.1.0#greet") bytes *greet(uint8_t *name, uint32_t size) { return give((bytes){name, size}); }
