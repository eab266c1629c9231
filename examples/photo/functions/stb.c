// The decoder, encoder and scaler: Sean Barrett's public-domain headers, from Debian's libstb-dev.

// The usual <assert.h> prints, and with stdio come WASI imports. A failed assertion traps instead.
#define CHECK(condition) ((condition) ? (void)0 : __builtin_trap())
#define STBI_ASSERT CHECK
#define STBIW_ASSERT CHECK
#define STBIR_ASSERT CHECK

#define STBI_NO_STDIO
#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_FAILURE_USERMSG
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>

#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#include <stb/stb_image_resize.h>
