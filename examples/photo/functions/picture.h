// Pictures as rows of pixels, and what can be done with them. A function that can fail says why, or NULL if all went well.
#pragma once

#include "abi.h"

enum { MAX_PIXELS = 24000000, MAX_SIDE = 20000, MAX_RADIUS = 100 };
#define LARGEST "24 megapixels or 20000 pixels on one side"

typedef struct {
  uint8_t *data;  // rows from the top, no padding
  int width, height;
  int channels;  // 1 (gray) or 3 (red, green, blue)
} picture;

/// A picture with room for its pixels, which have no value yet.
picture blank(int width, int height, int channels);
void discard(picture *p);

/// Whether a picture of this size may exist.
int fits(int64_t width, int64_t height);

const char *decode(bytes file, picture *out);
bytes encode_png(const picture *p);

picture to_gray(const picture *in);
picture scaled(const picture *in, int width, int height);
picture turned_clockwise(const picture *in);
picture cut(const picture *in, int x, int y, int width, int height);
picture blurred(const picture *in, int radius);

/// Draws `in` (gray or colour) onto `onto` (colour), where there must be room for it.
void paste(const picture *in, picture *onto, int x, int y);
