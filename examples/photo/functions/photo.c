// The functions of wit/world.wit. Each takes files, works on pixels (picture.h) and answers with a file or with a reason.
#include "picture.h"

/// result<list<u8>, string>
typedef struct {
  uint8_t is_error;
  bytes value;
} answer;

static answer *reply(uint8_t is_error, bytes value) {
  answer *a = allocate(sizeof *a);
  *a = (answer){is_error, value};
  return a;
}

static answer *refuse(const char *why) {
  bytes text = {allocate(strlen(why)), strlen(why)};
  memcpy(text.data, why, text.size);
  return reply(1, text);
}

/// Answers with a picture and frees its pixels.
static answer *show(picture p) {
  bytes file = encode_png(&p);
  discard(&p);
  return reply(0, file);
}

/// Decodes a file that the caller passed in, and frees it.
static const char *take(uint8_t *data, uint32_t size, picture *out) {
  bytes file = {data, size};
  const char *why = decode(file, out);
  release(file);
  return why;
}

EXPORT("resize")
answer *resize(uint8_t *data, uint32_t size, uint32_t width) {
  picture in;
  const char *why = take(data, size, &in);
  if (why) return refuse(why);

  int64_t height = ((int64_t)in.height * width + in.width / 2) / in.width;
  if (height < 1) height = 1;
  if (!fits(width, height)) {
    discard(&in);
    return refuse(width ? "the result would be larger than " LARGEST : "width must be at least 1");
  }
  picture out = scaled(&in, width, height);
  discard(&in);
  return show(out);
}

EXPORT("grayscale")
answer *grayscale(uint8_t *data, uint32_t size) {
  picture in;
  const char *why = take(data, size, &in);
  if (why) return refuse(why);

  picture out = to_gray(&in);
  discard(&in);
  return show(out);
}

EXPORT("blur")
answer *blur(uint8_t *data, uint32_t size, uint32_t radius) {
  picture in;
  const char *why = take(data, size, &in);
  if (why) return refuse(why);

  if (radius < 1 || radius > MAX_RADIUS) {
    discard(&in);
    return refuse("radius must be from 1 to 100");
  }
  picture out = blurred(&in, radius);
  discard(&in);
  return show(out);
}

EXPORT("rotate90")
answer *rotate90(uint8_t *data, uint32_t size) {
  picture in;
  const char *why = take(data, size, &in);
  if (why) return refuse(why);

  picture out = turned_clockwise(&in);
  discard(&in);
  return show(out);
}

EXPORT("crop")
answer *crop(uint8_t *data, uint32_t size, uint32_t x, uint32_t y, uint32_t width, uint32_t height) {
  picture in;
  const char *why = take(data, size, &in);
  if (why) return refuse(why);

  uint64_t right = (uint64_t)x + width, bottom = (uint64_t)y + height;
  if (!width || !height || right > (uint32_t)in.width || bottom > (uint32_t)in.height) {
    discard(&in);
    return refuse("the part to cut out does not lie inside the picture");
  }
  picture out = cut(&in, x, y, width, height);
  discard(&in);
  return show(out);
}

enum { CELL = 320, GAP = 16, PAPER = 250 };

static int64_t sheet_side(int64_t cells) { return cells * (CELL + GAP) + GAP; }

static picture paper(int columns, int rows) {
  picture p = blank(sheet_side(columns), sheet_side(rows), 3);
  memset(p.data, PAPER, (size_t)p.width * p.height * 3);
  return p;
}

/// Scales a picture to fit a cell: its longer side gets the length of the cell's.
static picture fit_cell(const picture *p) {
  int longer = p->width > p->height ? p->width : p->height;
  int width = (p->width * CELL + longer / 2) / longer, height = (p->height * CELL + longer / 2) / longer;
  return scaled(p, width ? width : 1, height ? height : 1);
}

/// Takes one file and draws it into the middle of its cell.
static const char *draw_cell(bytes file, picture *sheet, int column, int row) {
  picture in;
  const char *why = take(file.data, file.size, &in);
  if (why) return why;

  picture small = fit_cell(&in);
  discard(&in);
  int left = GAP + column * (CELL + GAP), top = GAP + row * (CELL + GAP);
  paste(&small, sheet, left + (CELL - small.width) / 2, top + (CELL - small.height) / 2);
  discard(&small);
  return NULL;
}

static answer *draw_sheet(const bytes *files, uint32_t count, uint32_t columns) {
  if (columns < 1) return refuse("columns must be at least 1");
  if (count < 1) return refuse("a sheet needs at least one picture");
  if (columns > count) columns = count;
  uint32_t rows = (count - 1) / columns + 1;
  if (!fits(sheet_side(columns), sheet_side(rows))) return refuse("the sheet would be larger than " LARGEST);

  picture sheet = paper(columns, rows);
  for (uint32_t i = 0; i < count; i++) {
    const char *why = draw_cell(files[i], &sheet, i % columns, i / columns);
    if (why) {
      discard(&sheet);
      return refuse(why);
    }
  }
  return show(sheet);
}

EXPORT("sheet")
answer *sheet(bytes *files, uint32_t count, uint32_t columns) {
  answer *a = draw_sheet(files, count, columns);
  if (count) free(files);
  return a;
}

static void clear(answer *a) {
  release(a->value);
  free(a);
}

POST_RETURN("resize") void resize_done(answer *a) { clear(a); }
POST_RETURN("grayscale") void grayscale_done(answer *a) { clear(a); }
POST_RETURN("blur") void blur_done(answer *a) { clear(a); }
POST_RETURN("rotate90") void rotate90_done(answer *a) { clear(a); }
POST_RETURN("crop") void crop_done(answer *a) { clear(a); }
POST_RETURN("sheet") void sheet_done(answer *a) { clear(a); }
