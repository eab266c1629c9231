#include "picture.h"

#include <math.h>
#define STBI_NO_STDIO
#include <stb/stb_image.h>
#define STBI_WRITE_NO_STDIO
#include <stb/stb_image_write.h>
#include <stb/stb_image_resize.h>

picture blank(int width, int height, int channels) {
  return (picture){allocate((size_t)width * height * channels), width, height, channels};
}

void discard(picture *p) {
  free(p->data);
  p->data = NULL;
}

int fits(int64_t width, int64_t height) {
  return width >= 1 && height >= 1 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
}

/// Puts a picture with transparency on white: the other functions then need not know about it.
static void drop_alpha(picture *p) {
  int colours = p->channels - 1;
  const uint8_t *from = p->data;
  uint8_t *to = p->data;
  for (size_t left = (size_t)p->width * p->height; left; left--) {
    int alpha = from[colours];
    for (int c = 0; c < colours; c++) *to++ = (*from++ * alpha + 255 * (255 - alpha) + 127) / 255;
    from++;
  }
  p->channels = colours;
}

const char *decode(bytes file, picture *out) {
  int width, height, channels;
  if (file.size > INT32_MAX || !stbi_info_from_memory(file.data, file.size, &width, &height, &channels))
    return "not a readable JPEG or PNG picture";
  if (!fits(width, height)) return "the picture is larger than " LARGEST;

  out->data = stbi_load_from_memory(file.data, file.size, &out->width, &out->height, &out->channels, 0);
  if (!out->data) return stbi_failure_reason();
  if (out->channels % 2 == 0) drop_alpha(out);
  return NULL;
}

// In stb_image_write.h, but not declared there.
unsigned char *stbi_write_png_to_mem(const unsigned char *pixels, int stride, int width, int height, int channels, int *size);

bytes encode_png(const picture *p) {
  int size;
  uint8_t *file = stbi_write_png_to_mem(p->data, 0, p->width, p->height, p->channels, &size);
  if (!file) __builtin_trap();  // out of memory
  return (bytes){file, size};
}

picture to_gray(const picture *in) {
  picture out = blank(in->width, in->height, 1);
  size_t pixels = (size_t)in->width * in->height;
  if (in->channels == 1) {
    memcpy(out.data, in->data, pixels);
    return out;
  }
  for (size_t i = 0; i < pixels; i++) {
    const uint8_t *rgb = in->data + 3 * i;
    out.data[i] = (77 * rgb[0] + 150 * rgb[1] + 29 * rgb[2]) >> 8;  // the weights of ITU-R BT.601, as 256ths
  }
  return out;
}

picture scaled(const picture *in, int width, int height) {
  picture out = blank(width, height, in->channels);
  // Scales light, not sRGB numbers; otherwise fine bright detail turns dark.
  int done = stbir_resize_uint8_srgb(in->data, in->width, in->height, 0, out.data, width, height, 0, in->channels,
                                     STBIR_ALPHA_CHANNEL_NONE, 0);
  if (!done) __builtin_trap();  // out of memory
  return out;
}

picture turned_clockwise(const picture *in) {
  picture out = blank(in->height, in->width, in->channels);
  const uint8_t *from = in->data;
  for (int y = 0; y < in->height; y++) {
    int column = in->height - 1 - y;
    for (int x = 0; x < in->width; x++, from += in->channels)
      memcpy(out.data + ((size_t)x * out.width + column) * in->channels, from, in->channels);
  }
  return out;
}

picture cut(const picture *in, int x, int y, int width, int height) {
  picture out = blank(width, height, in->channels);
  size_t row = (size_t)width * in->channels;
  for (int i = 0; i < height; i++)
    memcpy(out.data + i * row, in->data + ((size_t)(y + i) * in->width + x) * in->channels, row);
  return out;
}

void paste(const picture *in, picture *onto, int x, int y) {
  const uint8_t *from = in->data;
  for (int row = 0; row < in->height; row++) {
    uint8_t *to = onto->data + ((size_t)(y + row) * onto->width + x) * 3;
    for (int i = 0; i < in->width; i++, from += in->channels)
      for (int c = 0; c < 3; c++) *to++ = from[in->channels == 3 ? c : 0];
  }
}

// Blur. A Gaussian of two dimensions is one along the rows followed by one along the columns.

typedef struct {
  int radius;
  float weights[2 * MAX_RADIUS + 1];
} kernel;

static kernel gaussian(int radius) {
  kernel k = {.radius = radius};
  float sigma = radius / 2.0f, total = 0;
  for (int i = -radius; i <= radius; i++) {
    float weight = expf(-(i * i) / (2 * sigma * sigma));
    k.weights[radius + i] = weight;
    total += weight;
  }
  for (int i = 0; i <= 2 * radius; i++) k.weights[i] /= total;
  return k;
}

/// Spreads one channel of a row out to `radius + width + radius` floats. Beyond the edges the last pixel repeats.
static void spread(const uint8_t *row, int width, int channels, int radius, float *line) {
  for (int x = -radius; x < width + radius; x++) {
    int nearest = x < 0 ? 0 : x >= width ? width - 1 : x;
    *line++ = row[nearest * channels];
  }
}

static float weighted(const kernel *k, const float *line) {
  float sum = 0;
  for (int i = 0; i <= 2 * k->radius; i++) sum += k->weights[i] * line[i];
  return sum;
}

/// Blurs along the rows and lays each row down as a column. Done twice, this blurs both ways and the picture is upright.
static picture blur_and_transpose(const picture *in, const kernel *k) {
  picture out = blank(in->height, in->width, in->channels);
  float *line = allocate((in->width + 2 * k->radius) * sizeof *line);
  for (int y = 0; y < in->height; y++)
    for (int c = 0; c < in->channels; c++) {
      spread(in->data + (size_t)y * in->width * in->channels + c, in->width, in->channels, k->radius, line);
      uint8_t *to = out.data + (size_t)y * out.channels + c;
      for (int x = 0; x < in->width; x++, to += (size_t)out.width * out.channels) *to = weighted(k, line + x) + 0.5f;
    }
  free(line);
  return out;
}

picture blurred(const picture *in, int radius) {
  kernel k = gaussian(radius);
  picture half = blur_and_transpose(in, &k);
  picture out = blur_and_transpose(&half, &k);
  discard(&half);
  return out;
}
