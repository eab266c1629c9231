package io.ipvm.ipld;

import java.security.MessageDigest;
import org.bouncycastle.jcajce.provider.digest.Blake2b;
import org.bouncycastle.jcajce.provider.digest.Blake3;
import org.bouncycastle.jcajce.provider.digest.Keccak;

/// Hash functions that Java lacks. Loaded when the first of them is wanted, because Bouncy Castle
/// need not be there.
final class BouncyCastleDigests {
  private BouncyCastleDigests() {}

  static MessageDigest of(HashFunction function) {
    return switch (function) {
      case KECCAK_256 -> new Keccak.Digest256();
      case BLAKE3 -> new Blake3.Blake3_256();
      case BLAKE2B_256 -> new Blake2b.Blake2b256();
      default -> throw new IllegalArgumentException(function + " comes from Java");
    };
  }
}
