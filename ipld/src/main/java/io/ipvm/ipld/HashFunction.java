package io.ipvm.ipld;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The hash functions that can name a block (multicodec table, tag `multihash`).
///
/// Those that Java lacks come from Bouncy Castle, an optional dependency: where it is absent,
/// blocks with such names are refused as `UNAVAILABLE`. The identity "hash" is none of them: see
/// [Cid#identity].
@SuppressWarnings("ImmutableEnumChecker") // the prototype is never fed
public enum HashFunction {
  SHA2_256(0x12, "SHA-256", 32),
  SHA2_512(0x13, "SHA-512", 64),
  SHA3_512(0x14, "SHA3-512", 64),
  SHA3_384(0x15, "SHA3-384", 48),
  SHA3_256(0x16, "SHA3-256", 32),
  SHAKE_256(0x19, "SHAKE256-512", 64),
  KECCAK_256(0x1b, "KECCAK-256", 32),
  BLAKE3(0x1e, "BLAKE3-256", 32),
  SHA2_384(0x20, "SHA-384", 48),
  BLAKE2B_256(0xb220, "BLAKE2B-256", 32);

  private static final HashFunction[] ALL = values();

  private final long code;
  private final String algorithm;
  private final int size;

  /// Never fed, only cloned: a clone costs a third of a provider look-up. Two threads may both make
  /// one, which does no harm.
  private volatile @Nullable MessageDigest prototype;

  HashFunction(long code, String algorithm, int size) {
    this.code = code;
    this.algorithm = algorithm;
    this.size = size;
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

  /// The digest of all of `input`.
  ///
  /// @throws IpvmException `UNAVAILABLE` as [#start]
  public Bytes digest(Bytes input) {
    return Bytes.owned(digestArray(input));
  }

  byte[] digestArray(Bytes input) {
    var digest = start();
    digest.update(input.array(), input.offset(), input.size());
    return digest.digest();
  }

  /// A digest for input that comes in pieces.
  ///
  /// @throws IpvmException `UNAVAILABLE` if it takes Bouncy Castle, which is not here
  public MessageDigest start() {
    var known = prototype;
    if (known == null) {
      known = make();
      prototype = known;
    }
    try {
      return (MessageDigest) known.clone();
    } catch (CloneNotSupportedException e) {
      throw new IpvmException(ErrorCode.BUG, this + " cannot be cloned", e);
    }
  }

  private MessageDigest make() {
    try {
      return switch (this) {
        case KECCAK_256, BLAKE3, BLAKE2B_256 -> BouncyCastleDigests.of(this);
        default -> MessageDigest.getInstance(algorithm);
      };
    } catch (NoSuchAlgorithmException e) {
      throw new IpvmException(ErrorCode.BUG, "this Java has no " + algorithm, e);
    } catch (NoClassDefFoundError e) {
      throw new IpvmException(
          ErrorCode.UNAVAILABLE,
          algorithm + " takes Bouncy Castle: put org.bouncycastle:bcprov-jdk18on on the path",
          e);
    }
  }
}
