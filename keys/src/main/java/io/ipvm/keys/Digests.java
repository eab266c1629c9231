package io.ipvm.keys;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashes of signature algorithms, by the JDK.
final class Digests {
  private Digests() {}

  static byte[] hash(SignatureAlgorithm algorithm, byte[] message) {
    try {
      return MessageDigest.getInstance(algorithm.hash()).digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IpvmException(ErrorCode.BUG, "this Java has no " + algorithm.hash(), e);
    }
  }
}
