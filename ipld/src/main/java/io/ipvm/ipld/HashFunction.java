package io.ipvm.ipld;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash functions that can name a block (multicodec table, tag `multihash`).
public enum HashFunction {
  SHA2_256(0x12, "SHA-256", 32),
  SHA2_512(0x13, "SHA-512", 64),
  SHA3_256(0x16, "SHA3-256", 32);

  private final long code;
  private final String algorithm;
  private final int size;

  HashFunction(long code, String algorithm, int size) {
    this.code = code;
    this.algorithm = algorithm;
    this.size = size;
  }

  public long code() {
    return code;
  }

  /// Digest size in bytes.
  public int size() {
    return size;
  }

  public Bytes digest(Bytes input) {
    try {
      var digest = MessageDigest.getInstance(algorithm);
      digest.update(input.array(), input.offset(), input.size());
      return Bytes.owned(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IpvmException(ErrorCode.BUG, "this Java has no " + algorithm, e);
    }
  }
}
