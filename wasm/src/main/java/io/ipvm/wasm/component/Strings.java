package io.ipvm.wasm.component;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipvm.wasm.component.Value.Source;
import io.ipvm.wasm.component.Value.Text;
import io.ipvm.wasm.core.TrapException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Locale;

/// Strings in the three encodings of the canonical ABI.
///
/// Which allocations are asked for depends on both encodings and is part of the contract: the guest
/// sees every call of its realloc (`CanonicalABI.md`, "Storing").
final class Strings {
  /// A longer string traps, on its way in and out.
  static final int MAX_BYTES = (1 << 28) - 1;

  private static final int UTF16_TAG = 1 << 31;
  private static final char REPLACEMENT = '\ufffd';

  private Strings() {}

  static Text load(Transfer from, int at, int taggedUnits) {
    return switch (from.abi.encoding()) {
      case UTF8 -> load(from, at, Abi.unsigned(taggedUnits), UTF_8, Source.UTF8);
      case UTF16 -> load(from, at, 2 * Abi.unsigned(taggedUnits), UTF_16LE, Source.UTF16);
      case LATIN1_UTF16 ->
          (taggedUnits & UTF16_TAG) != 0
              ? load(from, at, 2L * (taggedUnits ^ UTF16_TAG), UTF_16LE, Source.TAGGED_UTF16)
              : load(from, at, Abi.unsigned(taggedUnits), ISO_8859_1, Source.LATIN1);
    };
  }

  private static Text load(Transfer from, int at, long size, Charset charset, Source source) {
    if (size > MAX_BYTES) {
      throw TrapException.abi("string of " + size + " bytes, limit " + MAX_BYTES);
    }
    int alignment = source == Source.UTF8 ? 1 : 2;
    from.abi.checkRange(at, alignment, size, "string content out-of-bounds");
    from.countBytes(size);
    return new Text(decode(from.memory().load(at, (int) size), charset), source);
  }

  private static String decode(byte[] bytes, Charset charset) {
    // Much faster than a strict decoder, which is asked only if something may have been replaced.
    var text = new String(bytes, charset);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw TrapException.abi("invalid " + charset.name().toLowerCase(Locale.ROOT));
    }
  }

  /// Address and tagged length of a stored string, see [#address] and [#units].
  static long store(Transfer to, Text text) {
    var value = text.value();
    return switch (to.abi.encoding()) {
      case UTF8 ->
          switch (text.source()) {
            case UTF8 -> copy(to, value.getBytes(UTF_8), 1, 1);
            case UTF16, TAGGED_UTF16 -> toUtf8(to, value, 3);
            case LATIN1 -> toUtf8(to, value, 2);
          };
      case UTF16 ->
          switch (text.source()) {
            case UTF8 -> utf8ToUtf16(to, value);
            case UTF16, TAGGED_UTF16, LATIN1 -> copy(to, value.getBytes(UTF_16LE), 2, 2);
          };
      case LATIN1_UTF16 ->
          switch (text.source()) {
            case UTF8 -> toCompact(to, value, value.getBytes(UTF_8).length);
            case UTF16 -> toCompact(to, value, value.length());
            case LATIN1 -> copy(to, value.getBytes(ISO_8859_1), 1, 2);
            case TAGGED_UTF16 -> shrink(to, value);
          };
    };
  }

  static int address(long stored) {
    return (int) stored;
  }

  static int units(long stored) {
    return (int) (stored >>> 32);
  }

  private static long stored(int at, int units) {
    return Abi.unsigned(at) | (long) units << 32;
  }

  private static int checked(long size) {
    if (size > MAX_BYTES) {
      throw TrapException.abi("string of " + size + " bytes, limit " + MAX_BYTES);
    }
    return (int) size;
  }

  private static long copy(Transfer to, byte[] encoded, int unit, int alignment) {
    int at = to.abi.allocate(alignment, checked(encoded.length));
    to.memory().store(at, encoded);
    return stored(at, encoded.length / unit);
  }

  /// Bets on ASCII and asks for the worst case if the bet is lost.
  private static long toUtf8(Transfer to, String value, int worstCase) {
    int units = value.length();
    var encoded = value.getBytes(UTF_8);
    int at = to.abi.allocate(1, checked(units));
    if (encoded.length == units) {
      to.memory().store(at, encoded);
      return stored(at, units);
    }
    to.memory().store(at, asciiPrefix(value));
    long worst = (long) units * worstCase;
    at = to.abi.reallocate(at, units, 1, checked(worst));
    to.memory().store(at, encoded);
    if (worst > encoded.length) {
      at = to.abi.reallocate(at, worst, 1, encoded.length);
    }
    return stored(at, encoded.length);
  }

  private static byte[] asciiPrefix(String value) {
    int end = 0;
    while (end < value.length() && value.charAt(end) < 0x80) {
      end++;
    }
    return value.substring(0, end).getBytes(UTF_8);
  }

  private static long utf8ToUtf16(Transfer to, String value) {
    long worst = 2L * value.getBytes(UTF_8).length;
    int at = to.abi.allocate(2, checked(worst));
    var encoded = value.getBytes(UTF_16LE);
    to.memory().store(at, encoded);
    if (encoded.length < worst) {
      at = to.abi.reallocate(at, worst, 2, encoded.length);
    }
    return stored(at, encoded.length / 2);
  }

  /// Bets on Latin-1 and inflates to UTF-16 at the first character beyond.
  private static long toCompact(Transfer to, String value, int sourceUnits) {
    int at = to.abi.allocate(2, checked(sourceUnits));
    int latin = 0;
    while (latin < value.length() && value.charAt(latin) < 0x100) {
      latin++;
    }
    to.memory().store(at, value.substring(0, latin).getBytes(ISO_8859_1));
    if (latin == value.length()) {
      if (latin < sourceUnits) {
        at = to.abi.reallocate(at, sourceUnits, 2, latin);
      }
      return stored(at, latin);
    }
    long worst = 2L * sourceUnits;
    at = to.abi.reallocate(at, sourceUnits, 2, checked(worst));
    var encoded = value.getBytes(UTF_16LE);
    to.memory().store(at, encoded);
    if (worst > encoded.length) {
      at = to.abi.reallocate(at, worst, 2, encoded.length);
    }
    return stored(at, encoded.length / 2 | UTF16_TAG);
  }

  /// Copies UTF-16 and shrinks it where all of it turns out to be Latin-1.
  private static long shrink(Transfer to, String value) {
    var encoded = value.getBytes(UTF_16LE);
    int at = to.abi.allocate(2, checked(encoded.length));
    to.memory().store(at, encoded);
    if (value.chars().anyMatch(unit -> unit >= 0x100)) {
      return stored(at, encoded.length / 2 | UTF16_TAG);
    }
    var narrow = value.getBytes(ISO_8859_1);
    to.memory().store(at, narrow);
    at = to.abi.reallocate(at, encoded.length, 1, narrow.length);
    return stored(at, narrow.length);
  }
}
