package io.ipvm.keys;

import java.util.Optional;

/// Kinds of keys that sign (multicodec table, tag `key`).
public enum KeyType {
  ED25519(0xed, "Ed25519");

  private final long multicodec;
  private final String title;

  KeyType(long multicodec, String title) {
    this.multicodec = multicodec;
    this.title = title;
  }

  /// The multicodec number of the public key.
  public long multicodec() {
    return multicodec;
  }

  /// The name people know it by.
  public String title() {
    return title;
  }

  static Optional<KeyType> find(long multicodec) {
    for (var type : values()) {
      if (type.multicodec == multicodec) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /// What to call the key type `multicodec` in a refusal.
  static String describe(long multicodec) {
    return switch ((int) Math.min(multicodec, Integer.MAX_VALUE)) {
      case 0xe7 -> "secp256k1";
      case 0xea -> "BLS12-381 G1";
      case 0xeb -> "BLS12-381 G2";
      case 0xec -> "X25519, which agrees on secrets and signs nothing";
      case 0xed -> "Ed25519";
      case 0xee -> "BLS12-381 G1 and G2";
      case 0x1200 -> "P-256";
      case 0x1201 -> "P-384";
      case 0x1202 -> "P-521";
      case 0x1203 -> "Ed448";
      case 0x1205 -> "RSA";
      default -> "unknown";
    };
  }
}
