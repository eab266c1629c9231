package io.ipvm.keys;

import java.util.Optional;

/// Kinds of keys that sign (multicodec table, tag `key`; rule DID-2).
public enum KeyType {
  ED25519(0xed, "Ed25519", true),
  SECP256K1(0xe7, "secp256k1", true),
  P_256(0x1200, "P-256", true),
  P_384(0x1201, "P-384", false),
  P_521(0x1202, "P-521", false),
  RSA(0x1205, "RSA", false);

  private final long multicodec;
  private final String title;
  private final boolean signs;

  KeyType(long multicodec, String title, boolean signs) {
    this.multicodec = multicodec;
    this.title = title;
    this.signs = signs;
  }

  /// The multicodec number of the public key.
  public long multicodec() {
    return multicodec;
  }

  /// The name people know it by.
  public String title() {
    return title;
  }

  /// Whether there are private keys of this type here; signatures of the others are only verified.
  /// These are the types that every UCAN implementation has to know (rule VSG-1).
  public boolean signs() {
    return signs;
  }

  /// The algorithm that keys of this type sign with unless something else is said.
  public SignatureAlgorithm algorithm() {
    return switch (this) {
      case ED25519 -> SignatureAlgorithm.ED25519;
      case SECP256K1 -> SignatureAlgorithm.ES256K;
      case P_256 -> SignatureAlgorithm.ES256;
      case P_384 -> SignatureAlgorithm.ES384;
      case P_521 -> SignatureAlgorithm.ES512;
      case RSA -> SignatureAlgorithm.RS256;
    };
  }

  static Optional<KeyType> find(long multicodec) {
    for (var type : values()) {
      if (type.multicodec == multicodec) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// What to call the key type `multicodec`, which is none of these, in a refusal.
  static String describe(long multicodec) {
    return switch ((int) Math.min(multicodec, Integer.MAX_VALUE)) {
      case 0xea -> "BLS12-381 G1";
      case 0xeb -> "BLS12-381 G2";
      case 0xec -> "X25519, which agrees on secrets and signs nothing";
      case 0xee -> "BLS12-381 G1 and G2";
      case 0x1203 -> "Ed448";
      case 0x1300 -> "a private Ed25519 key, which is no name for anybody";
      default -> "unknown";
    };
  }
}
