package io.ipvm.ipld;

import io.ipvm.testkit.Property;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Values of the data model made from a seed: small ones, with every kind and every edge of the
/// encodings in them.
final class RandomNodes {
  private static final String[] CHARACTERS = {
    "",
    "a",
    "b",
    "/",
    "0",
    "\0",
    "\n",
    "\"",
    "\\",
    "é",
    "߿",
    "ࠀ",
    "퟿",
    "\ue000",
    "\uffff",
    "𐀀",
    "😀",
    "\udbff\udfff"
  };

  private final RandomGenerator random;

  private RandomNodes(RandomGenerator random) {
    this.random = random;
  }

  static RandomNodes seeded(long seed) {
    return new RandomNodes(Property.random(seed));
  }

  Node next() {
    return next(4);
  }

  private Node next(int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 12)) {
      case 0 -> Node.NULL;
      case 1 -> Node.of(random.nextBoolean());
      case 2 -> Node.of(integer());
      case 3 -> Node.of(integer().add(BigInteger.valueOf(random.nextInt(3) - 1)));
      case 4 -> Node.of(floating());
      case 5 -> Node.of(text());
      case 6 -> Node.of(bytes(size()));
      case 7 -> Node.of(cid());
      case 8, 9 -> Node.list(IntStream.range(0, size()).mapToObj(_ -> next(depth - 1)).toList());
      default -> map(depth - 1);
    };
  }

  private MapNode map(int depth) {
    var map = MapNode.builder();
    for (int i = size(); i > 0; i--) {
      map.put(text(), next(depth));
    }
    return map.build();
  }

  /// Near a power of two of either sign, within what the data model holds.
  private BigInteger integer() {
    var magnitude = BigInteger.TWO.pow(random.nextInt(64));
    return random.nextBoolean() ? magnitude : magnitude.negate();
  }

  private double floating() {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : random.nextInt(5) - 2;
  }

  String text() {
    var text = new StringBuilder();
    for (int i = size(); i > 0; i--) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  /// Mostly small, sometimes at the edge of a longer length prefix.
  private int size() {
    return random.nextInt(40) == 0 ? 22 + random.nextInt(4) : random.nextInt(5);
  }

  Bytes bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.owned(bytes);
  }

  Cid cid() {
    return switch (random.nextInt(4)) {
      case 0 -> Cid.identity(Codec.RAW, bytes(size()));
      case 1 -> Cid.of(Bytes.fromHex("1220").concat(bytes(32)));
      case 2 -> Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, bytes(3));
      default -> Cid.of(1L << random.nextInt(62), HashFunction.SHA2_256, bytes(3));
    };
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
