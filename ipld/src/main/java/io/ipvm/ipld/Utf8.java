package io.ipvm.ipld;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/// UTF-8 without mercy and without garbage: strict decoding, and the order of encoded strings
/// computed on the strings themselves.
final class Utf8 {
  private Utf8() {}

  /// How many bytes `text` takes; an unpaired surrogate counts as three.
  static int length(String text) {
    int size = text.length();
    int bytes = size;
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A pair is four bytes for two chars, so each half adds one; all else above 0x7ff adds two.
        bytes += c < 0x800 || isPairAt(text, i) || isPairAt(text, i - 1) ? 1 : 2;
      }
    }
    return bytes;
  }

  private static boolean isPairAt(String text, int index) {
    return index >= 0
        && index + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
  }

  /// Compares as the encoded bytes compare, which is the order of code points.
  static int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Surrogates stand for code points above every other char, and U+E000 to U+FFFF do not.
        boolean both = a >= Character.MIN_SURROGATE && b >= Character.MIN_SURROGATE;
        return both && Character.isSurrogate(a) != Character.isSurrogate(b)
            ? (Character.isSurrogate(a) ? 1 : -1)
            : a - b;
      }
    }
    return left.length() - right.length();
  }

  /// The index of the first unpaired surrogate, or -1: such a string has no UTF-8 form.
  static int unpaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!isPairAt(text, i)) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /// The text of `size` bytes, or null if they are not UTF-8 (surrogates and overlong forms are
  /// not).
  static @Nullable String decode(byte[] in, int from, int size) {
    int ascii = asciiPrefix(in, from, from + size);
    if (ascii == size) {
      return new String(in, from, size, ISO_8859_1);
    }
    return ascii + validPrefix(in, from + ascii, size - ascii) == size
        ? new String(in, from, size, UTF_8)
        : null;
  }

  private static int asciiPrefix(byte[] in, int from, int to) {
    int at = from;
    while (to - at >= 8 && (Words.little(in, at) & Words.NOT_ASCII) == 0) {
      at += 8;
    }
    while (at < to && in[at] >= 0) {
      at++;
    }
    return at - from;
  }

  /// How many of the bytes, from the first on, are whole UTF-8 sequences.
  static int validPrefix(byte[] in, int from, int size) {
    int at = from;
    int to = from + size;
    while (at < to) {
      int length = sequence(in, at, to);
      if (length == 0) {
        break;
      }
      at += length;
    }
    return at - from;
  }

  /// The length of the sequence that starts at `at`, or 0 if none does.
  private static int sequence(byte[] in, int at, int to) {
    int lead = in[at];
    if (lead >= 0) {
      return 1;
    }
    int tail =
        (lead & 0xe0) == 0xc0 ? 1 : (lead & 0xf0) == 0xe0 ? 2 : (lead & 0xf8) == 0xf0 ? 3 : 0;
    if (tail == 0 || to - at <= tail) {
      return 0;
    }
    int point = lead & (0x3f >> tail);
    for (int i = 1; i <= tail; i++) {
      int next = in[at + i];
      if ((next & 0xc0) != 0x80) {
        return 0;
      }
      point = (point << 6) | (next & 0x3f);
    }
    boolean overlong = point < (tail == 1 ? 0x80 : tail == 2 ? 0x800 : 0x10000);
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return overlong || surrogate || point > Character.MAX_CODE_POINT ? 0 : tail + 1;
  }
}
