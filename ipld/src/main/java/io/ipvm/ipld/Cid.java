package io.ipvm.ipld;

/// A content identifier: which codec a block is in, and the hash of its bytes.
///
/// Equal by bytes. Text is base32 for version 1 (`bafy...`) and base58btc for version 0 (`Qm...`).
/// Source: multiformats/cid, rules CD-1 to CD-5.
public final class Cid implements Comparable<Cid> {
  private final Bytes bytes;

  private Cid(Bytes bytes) {
    this.bytes = bytes;
  }

  /// The version 1 CID of `block` under `codec` and `hash`.
  public static Cid of(long codec, HashFunction hash, Bytes block) {
    throw new UnsupportedOperationException();
  }

  /// Reads the binary form, all of it.
  ///
  /// @throws MalformedException if `bytes` is not exactly one CID
  public static Cid of(Bytes bytes) {
    throw new UnsupportedOperationException();
  }

  /// Reads the text form in any multibase.
  ///
  /// @throws MalformedException if `text` is no CID
  public static Cid parse(String text) {
    throw new UnsupportedOperationException();
  }

  public int version() {
    throw new UnsupportedOperationException();
  }

  public long codec() {
    throw new UnsupportedOperationException();
  }

  /// Multicodec number of the hash function; it need not be one of [HashFunction].
  public long hashCode64() {
    throw new UnsupportedOperationException();
  }

  public Bytes digest() {
    throw new UnsupportedOperationException();
  }

  public Bytes bytes() {
    return bytes;
  }

  /// Whether `block` hashes to this CID.
  ///
  /// @throws IpvmException `UNAVAILABLE` if the hash function is not known here
  public boolean names(Bytes block) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Cid other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /// The default text form, see the class comment.
  @Override
  public String toString() {
    throw new UnsupportedOperationException();
  }
}
