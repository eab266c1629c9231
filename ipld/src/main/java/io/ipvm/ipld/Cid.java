package io.ipvm.ipld;

import java.util.Arrays;

/// A content identifier: which codec a block is in, and the hash of its bytes.
///
/// Equal by bytes. Text is base32 for version 1 (`bafy...`) and base58btc for version 0 (`Qm...`).
/// A CID owns its bytes, so that keeping one never keeps the block it was read from. Source:
/// multiformats/cid, rules CD-1 to CD-5.
public final class Cid implements Comparable<Cid> {

  /// Shortest digest that counts as a name, for functions whose digest was cut (as IPFS has it).
  static final int MIN_DIGEST = 20;

  private static final int V0_TEXT = 46;
  private static final int V0_SIZE = 34;

  private final byte[] bytes;

  private Cid(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The version 1 CID of `block` under `codec` and `hash`.
  public static Cid of(long codec, HashFunction hash, Bytes block) {
    return of(codec, hash.code(), hash.digestArray(block));
  }

  /// The version 1 CID that carries `block` itself instead of a hash.
  public static Cid identity(long codec, Bytes block) {
    return of(codec, Multihash.IDENTITY, block.toArray());
  }

  private static Cid of(long codec, long hash, byte[] digest) {
    int digestAt = 1 + Varint.size(codec) + Varint.size(hash) + Varint.size(digest.length);
    var bytes = new byte[digestAt + digest.length];
    bytes[0] = 1;
    int at = Varint.write(codec, bytes, 1);
    at = Varint.write(hash, bytes, at);
    at = Varint.write(digest.length, bytes, at);
    System.arraycopy(digest, 0, bytes, at, digest.length);
    return new Cid(bytes);
  }

  /// Reads the binary form, all of it.
  ///
  /// @throws MalformedException if `bytes` is not exactly one CID
  public static Cid of(Bytes bytes) {
    return of(bytes.array(), bytes.offset(), bytes.offset() + bytes.size());
  }

  /// Reads the binary form between `from` and `to`, all of it.
  static Cid of(byte[] in, int from, int to) {
    int end = end(in, from, to);
    if (end != to) {
      throw new MalformedException("CID has " + (to - end) + " bytes too many");
    }
    return new Cid(Arrays.copyOfRange(in, from, to));
  }

  /// Reads the CID that starts at `from`.
  static Cid prefix(byte[] in, int from, int to) {
    return new Cid(Arrays.copyOfRange(in, from, end(in, from, to)));
  }

  /// Where the CID that starts at `from` ends.
  private static int end(byte[] in, int from, int to) {
    if (to - from >= 2 && in[from] == 0x12 && in[from + 1] == 0x20) {
      if (to - from < V0_SIZE) {
        throw new MalformedException(
            "CID of version 0 has " + (to - from) + " bytes, not " + V0_SIZE);
      }
      return from + V0_SIZE;
    }
    int at = from;
    long version = Varint.read(in, at, to);
    if (version != 1) {
      throw new MalformedException("CID version " + version + " is not known");
    }
    at += 1;
    at += Varint.size(Varint.read(in, at, to));
    long hash = Varint.read(in, at, to);
    at += Varint.size(hash);
    long size = Varint.read(in, at, to);
    at += Varint.size(size);
    if (hash == HashFunction.SHA2_256.code() && size != HashFunction.SHA2_256.size()) {
      throw new MalformedException("CID has a sha2-256 digest of " + size + " bytes, not 32");
    }
    if (size > to - at) {
      throw new MalformedException(
          "CID has a digest of " + size + " bytes, but " + (to - at) + " are left");
    }
    return at + (int) size;
  }

  /// Reads the text form in any multibase.
  ///
  /// @throws MalformedException if `text` is no CID
  public static Cid parse(String text) {
    try {
      if (text.length() == V0_TEXT && text.startsWith("Qm")) {
        return of(Multibase.BASE58_BTC.decodeBare(text));
      }
      var bytes = Multibase.decode(text);
      if (!bytes.isEmpty() && bytes.at(0) == 0x12) {
        throw new MalformedException("CID of version 0 takes no multibase prefix");
      }
      return of(bytes);
    } catch (MalformedException e) {
      throw new MalformedException(Quoted.of(text) + " is no CID: " + e.getMessage(), e);
    }
  }

  public int version() {
    return bytes[0] == 1 ? 1 : 0;
  }

  public long codec() {
    return version() == 0 ? Codec.DAG_PB : varint(1);
  }

  /// Multicodec number of the hash function; it need not be one of [HashFunction].
  public long multihashCode() {
    return version() == 0 ? HashFunction.SHA2_256.code() : varint(hashAt());
  }

  public Bytes digest() {
    int at = version() == 0 ? 1 : hashAt() + Varint.size(multihashCode());
    return bytes().slice(at + Varint.size(varint(at)));
  }

  /// The multihash: code, size and digest.
  public Bytes multihash() {
    return version() == 0 ? bytes() : bytes().slice(hashAt());
  }

  private int hashAt() {
    return 1 + Varint.size(varint(1));
  }

  private long varint(int at) {
    return Varint.read(bytes, at, bytes.length);
  }

  public Bytes bytes() {
    return Bytes.owned(bytes);
  }

  /// Size of the binary form.
  int size() {
    return bytes.length;
  }

  byte[] array() {
    return bytes;
  }

  /// Whether `block` hashes to this CID.
  ///
  /// @throws IpvmException `UNAVAILABLE` if the hash function is not known here, or so much of its
  ///   digest was cut away that it proves nothing
  public boolean names(Bytes block) {
    long code = multihashCode();
    var digest = digest();
    if (code == Multihash.IDENTITY) {
      return digest.equals(block);
    }
    var function = HashFunction.ofCode(code);
    if (function == null || digest.size() < MIN_DIGEST) {
      throw new IpvmException(
          ErrorCode.UNAVAILABLE,
          "CID "
              + this
              + ": cannot check hash 0x"
              + Long.toHexString(code)
              + " with a digest of "
              + digest.size()
              + " bytes");
    }
    // A digest may be cut, but not stretched.
    var whole = function.digestArray(block);
    return digest.size() <= whole.length
        && Arrays.equals(
            whole, 0, digest.size(), bytes, bytes.length - digest.size(), bytes.length);
  }

  @Override
  public int compareTo(Cid other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Cid that && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The default text form, see the class comment.
  @Override
  public String toString() {
    return version() == 0
        ? Multibase.BASE58_BTC.encodeBare(bytes())
        : Multibase.BASE32.encode(bytes());
  }

  /// The version 1 form in another base: UCANs print base58btc.
  public String toString(Multibase base) {
    return version() == 0 ? toString() : base.encode(bytes());
  }
}
