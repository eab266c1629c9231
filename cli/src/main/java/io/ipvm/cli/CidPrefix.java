package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// The start of a CID in base32, as a range of the bytes of CIDs; or, as narrow tables show it,
/// start and end with `…` between.
///
/// @param from the smallest that begins so
/// @param below the first after them that does not
/// @param end what its text ends with, usually nothing
record CidPrefix(Bytes from, Bytes below, String end) {
  /// Version, codec, hash and length take the first seven characters, which half of all CIDs share.
  /// As many as a narrow table shows.
  static final int SHORTEST = 10;

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  /// Absent if it is no start of a CID, or too short to mean one.
  static Optional<CidPrefix> of(String typed) {
    int cut = typed.indexOf(Text.ELLIPSIS);
    var text = cut < 0 ? typed : typed.substring(0, cut);
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
            bytes(value.add(BigInteger.ONE).shiftLeft(rest), size),
            cut < 0 ? "" : typed.substring(cut + Text.ELLIPSIS.length())));
  }

  /// Whether a CID of the range is one that is meant.
  boolean matches(Cid cid) {
    return cid.toString().endsWith(end);
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
