package io.ipvm.ipld;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Bytes as text that says by its first character which alphabet it is in.
///
/// Source: multiformats/multibase. Alphabets of a power of two pack bits (RFC 4648, strict: unused
/// bits are zero, padding is exact); the others are big numbers, leading zero bytes kept as leading
/// zero digits. Letters of an alphabet with one case are read in either case.
@SuppressWarnings("ImmutableEnumChecker") // the arrays are private and never written to again
public enum Multibase {
  BASE2('0', "01"),
  BASE8('7', "01234567"),
  BASE10('9', "0123456789"),
  BASE16('f', "0123456789abcdef"),
  BASE16_UPPER('F', "0123456789ABCDEF"),
  BASE32('b', "abcdefghijklmnopqrstuvwxyz234567"),
  BASE32_UPPER('B', "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
  BASE32_PAD('c', "abcdefghijklmnopqrstuvwxyz234567", 8),
  BASE32_PAD_UPPER('C', "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 8),
  BASE32_HEX('v', "0123456789abcdefghijklmnopqrstuv"),
  BASE32_HEX_UPPER('V', "0123456789ABCDEFGHIJKLMNOPQRSTUV"),
  BASE32_HEX_PAD('t', "0123456789abcdefghijklmnopqrstuv", 8),
  BASE32_HEX_PAD_UPPER('T', "0123456789ABCDEFGHIJKLMNOPQRSTUV", 8),
  BASE32_Z('h', "ybndrfg8ejkmcpqxot1uwisza345h769"),
  BASE36('k', "0123456789abcdefghijklmnopqrstuvwxyz"),
  BASE36_UPPER('K', "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
  BASE58_BTC('z', "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"),
  BASE58_FLICKR('Z', "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"),
  BASE64('m', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
  BASE64_PAD('M', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 4),
  BASE64_URL('u', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
  BASE64_URL_PAD('U', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 4);

  /// Longest input, in bytes or characters, of the bases that are big numbers: their cost is
  /// quadratic.
  public static final int MAX_BIG_NUMBER = 8192;

  /// The bits of a limb, as a long.
  private static final long LIMB = 0xffff_ffffL;

  private static final Multibase[] BY_PREFIX = new Multibase[128];

  static {
    for (var base : values()) {
      BY_PREFIX[base.prefix] = base;
    }
  }

  private final char prefix;
  private final char[] alphabet;

  /// Characters per group, 0 without padding.
  private final int padding;

  /// Bits per character, 0 where the alphabet's size is no power of two.
  private final int bits;

  private final byte[] values = new byte[128];

  Multibase(char prefix, String alphabet) {
    this(prefix, alphabet, 0);
  }

  Multibase(char prefix, String alphabet, int padding) {
    this.prefix = prefix;
    this.alphabet = alphabet.toCharArray();
    this.padding = padding;
    int size = alphabet.length();
    this.bits = Integer.bitCount(size) == 1 ? Integer.numberOfTrailingZeros(size) : 0;
    Arrays.fill(values, (byte) -1);
    boolean oneCase = size <= 36;
    for (int i = 0; i < size; i++) {
      char c = alphabet.charAt(i);
      values[c] = (byte) i;
      if (oneCase) {
        values[Character.toLowerCase(c)] = (byte) i;
        values[Character.toUpperCase(c)] = (byte) i;
      }
    }
  }

  public char prefix() {
    return prefix;
  }

  public static Optional<Multibase> find(char prefix) {
    return prefix < BY_PREFIX.length ? Optional.ofNullable(BY_PREFIX[prefix]) : Optional.empty();
  }

  /// Reads text in any of the bases.
  ///
  /// @throws MalformedException if the prefix is not known or the rest is not in its alphabet
  public static Bytes decode(String text) {
    if (text.isEmpty()) {
      throw new MalformedException("empty text has no multibase prefix");
    }
    return find(text.charAt(0))
        .orElseThrow(() ->
            new MalformedException(
                "no multibase has the prefix " + Quoted.ofCharacter(text.codePointAt(0))))
        .decodeFrom(text, 1);
  }

  /// The prefix and the text.
  public String encode(Bytes bytes) {
    return prefix + encodeBare(bytes);
  }

  /// The text without the prefix.
  public String encodeBare(Bytes bytes) {
    return bits > 0 ? pack(bytes) : toBigNumber(bytes);
  }

  /// Reads what [#encodeBare] writes.
  ///
  /// @throws MalformedException if `text` is not in this alphabet
  public Bytes decodeBare(String text) {
    return decodeFrom(text, 0);
  }

  private Bytes decodeFrom(String text, int from) {
    return bits > 0 ? unpack(text, from) : ofBigNumber(text, from);
  }

  private String pack(Bytes bytes) {
    int size = (int) ((bytes.size() * 8L + bits - 1) / bits);
    int padded = padding == 0 ? size : (size + padding - 1) / padding * padding;
    var text = new byte[padded];
    int at = 0;
    long buffer = 0;
    int held = 0;
    for (int i = 0; i < bytes.size(); i++) {
      buffer = (buffer << 8) | (bytes.at(i) & 0xff);
      held += 8;
      while (held >= bits) {
        held -= bits;
        text[at++] = (byte) alphabet[(int) (buffer >>> held) & (alphabet.length - 1)];
      }
    }
    if (held > 0) {
      text[at++] = (byte) alphabet[(int) (buffer << (bits - held)) & (alphabet.length - 1)];
    }
    Arrays.fill(text, at, padded, (byte) '=');
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private Bytes unpack(String text, int from) {
    int to = text.length();
    if (padding > 0) {
      while (to > from && text.charAt(to - 1) == '=') {
        to--;
      }
      int size = to - from;
      if (text.length() - from != (size + padding - 1) / padding * padding) {
        throw new MalformedException(this + " text is not padded to a multiple of " + padding);
      }
    }
    var bytes = new byte[(int) ((to - from) * (long) bits / 8)];
    int at = 0;
    long buffer = 0;
    int held = 0;
    for (int i = from; i < to; i++) {
      buffer = (buffer << bits) | value(text, i);
      held += bits;
      if (held >= 8) {
        held -= 8;
        bytes[at++] = (byte) (buffer >>> held);
      }
    }
    if (held >= bits || (buffer & ((1L << held) - 1)) != 0) {
      throw new MalformedException(this + " text ends in the middle of a byte");
    }
    return Bytes.owned(bytes);
  }

  private int value(String text, int index) {
    char c = text.charAt(index);
    int value = c < values.length ? values[c] : -1;
    if (value < 0) {
      throw new MalformedException(
          Quoted.ofCharacter(text.codePointAt(index))
              + " at "
              + index
              + " is no "
              + this
              + " character");
    }
    return value;
  }

  private String toBigNumber(Bytes bytes) {
    refuseAbove(bytes.size());
    int base = alphabet.length;
    int zeros = 0;
    while (zeros < bytes.size() && bytes.at(zeros) == 0) {
      zeros++;
    }
    // The number so far in `base`, least significant digit first.
    var digits = new byte[(bytes.size() - zeros) * 8 * 100 / 332 + 1];
    int size = 0;
    for (int i = zeros; i < bytes.size(); i++) {
      int carry = bytes.at(i) & 0xff;
      for (int d = 0; d < size; d++) {
        carry += digits[d] << 8;
        digits[d] = (byte) (carry % base);
        carry /= base;
      }
      for (; carry > 0; carry /= base) {
        digits[size++] = (byte) (carry % base);
      }
    }
    var text = new byte[zeros + size];
    Arrays.fill(text, 0, zeros, (byte) alphabet[0]);
    for (int d = 0; d < size; d++) {
      text[text.length - 1 - d] = (byte) alphabet[digits[d]];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private Bytes ofBigNumber(String text, int from) {
    refuseAbove(text.length() - from);
    int zeros = from;
    while (zeros < text.length() && text.charAt(zeros) == alphabet[0]) {
      zeros++;
    }
    // The number so far, least significant limb first. A limb takes up several characters at once:
    // the cost is quadratic, and strangers write the text.
    var limbs = new int[(text.length() - zeros) / 5 + 1];
    int size = 0;
    for (int i = zeros; i < text.length(); ) {
      long carry = 0;
      long factor = 1;
      for (; i < text.length() && factor * alphabet.length <= Integer.MAX_VALUE; i++) {
        carry = carry * alphabet.length + value(text, i);
        factor *= alphabet.length;
      }
      for (int l = 0; l < size; l++) {
        carry += (limbs[l] & LIMB) * factor;
        limbs[l] = (int) carry;
        carry >>>= Integer.SIZE;
      }
      if (carry > 0) {
        limbs[size++] = (int) carry;
      }
    }
    return Bytes.owned(bigEndian(limbs, size, zeros - from));
  }

  /// The number after `zeros` bytes of zero, without any of its own.
  private static byte[] bigEndian(int[] limbs, int size, int zeros) {
    int bits = size == 0 ? 0 : size * Integer.SIZE - Integer.numberOfLeadingZeros(limbs[size - 1]);
    var bytes = new byte[zeros + (bits + Byte.SIZE - 1) / Byte.SIZE];
    for (int b = 0; b < bytes.length - zeros; b++) {
      bytes[bytes.length - 1 - b] = (byte) (limbs[b / Integer.BYTES] >>> (b % Integer.BYTES * 8));
    }
    return bytes;
  }

  private void refuseAbove(int size) {
    if (size > MAX_BIG_NUMBER) {
      throw new MalformedException(
          this + " of " + size + " bytes or characters, limit " + MAX_BIG_NUMBER);
    }
  }
}
