#include "abi.h"

EXPORT("parse-URL") uint32_t parse_url(uint32_t v) { return v + 1; }
EXPORT("list") uint32_t list(uint32_t v) { return v + 1; }
EXPORT("v2-to-v3") uint32_t v2_to_v3(uint32_t v) { return v + 1; }
