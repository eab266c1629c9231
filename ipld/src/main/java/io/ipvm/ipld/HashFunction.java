package io.ipvm.ipld;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The hash functions that can name a block (multicodec table, tag `multihash`).
///
/// The identity "hash" is none of them: see [Cid#identity].
@SuppressWarnings("ImmutableEnumChecker") // the prototype is never fed
public enum HashFunction {
  SHA2_256(0x12, "SHA-256", 32),
  SHA2_512(0x13, "SHA-512", 64),
  SHA3_512(0x14, "SHA3-512", 64),
  SHA3_384(0x15, "SHA3-384", 48),
  SHA3_256(0x16, "SHA3-256", 32),
  SHA2_384(0x20, "SHA-384", 48);

  private static final HashFunction[] ALL = values();

  private final long code;
  private final int size;

  /// Never fed, only cloned: a clone costs a third of a provider look-up.
  private final MessageDigest prototype;

  HashFunction(long code, String algorithm, int size) {
    this.code = code;
    this.size = size;
    try {
      this.prototype = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IpvmException(ErrorCode.BUG, "this Java has no " + algorithm, e);
    }
  }

  /// The function with this multicodec number, if it is known here.
  public static Optional<HashFunction> find(long code) {
    return Optional.ofNullable(ofCode(code));
  }

  static @Nullable HashFunction ofCode(long code) {
    for (var function : ALL) {
      if (function.code == code) {
        return function;
      }
    }
    return null;
  }

  public long code() {
    return code;
  }

  /// Digest size in bytes.
  public int size() {
    return size;
  }

  public Bytes digest(Bytes input) {
    return Bytes.owned(digestArray(input));
  }

  byte[] digestArray(Bytes input) {
    var digest = start();
    digest.update(input.array(), input.offset(), input.size());
    return digest.digest();
  }

  /// A digest for input that comes in pieces.
  public MessageDigest start() {
    try {
      return (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IpvmException(ErrorCode.BUG, this + " cannot be cloned", e);
    }
  }
}
