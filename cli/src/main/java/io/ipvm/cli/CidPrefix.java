package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// The start of a CID in base32, as tables show it: a range of the bytes of CIDs.
///
/// @param from the smallest that begins so
/// @param below the first after them that does not
record CidPrefix(Bytes from, Bytes below) {
  /// Version, codec, hash and length take the first eight characters, which half of all CIDs share.
  static final int SHORTEST = 12;

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  /// Absent if it is no start of a CID, or too short to mean one.
  static Optional<CidPrefix> of(String text) {
    if (text.length() < SHORTEST || !text.matches("b[a-z2-7]*")) {
      return Optional.empty();
    }
    var value = BigInteger.ZERO;
    for (int i = 1; i < text.length(); i++) {
      value = value.shiftLeft(BITS).add(BigInteger.valueOf(ALPHABET.indexOf(text.charAt(i))));
    }
    int bits = BITS * (text.length() - 1);
    int size = Math.ceilDiv(bits, Byte.SIZE);
    int rest = size * Byte.SIZE - bits;
    return Optional.of(
        new CidPrefix(
            bytes(value.shiftLeft(rest), size),
            bytes(value.add(BigInteger.ONE).shiftLeft(rest), size)));
  }

  /// Big-endian; a CID begins with 1, so there is always room for one more.
  private static Bytes bytes(BigInteger value, int size) {
    var bytes = new byte[size];
    var digits = value.toByteArray();
    int from = Math.max(0, digits.length - size);
    var kept = Arrays.copyOfRange(digits, from, digits.length);
    System.arraycopy(kept, 0, bytes, size - kept.length, kept.length);
    return Bytes.owned(bytes);
  }
}
