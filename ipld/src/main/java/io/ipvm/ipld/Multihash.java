package io.ipvm.ipld;

import static java.util.Objects.requireNonNull;

/// A digest that says which function made it: varint code, varint size, digest.
///
/// The function need not be a [HashFunction], and the digest may be cut; a [Cid] is stricter about
/// both. Source: multiformats/multihash.
///
/// @param code multicodec number of the hash function
public record Multihash(long code, Bytes digest) {
  /// The code of no hash at all: the digest is the content itself.
  public static final long IDENTITY = 0x00;

  public Multihash {
    requireNonNull(digest);
    if (code < 0) {
      throw new IllegalArgumentException("multihash code " + code + " is negative");
    }
  }

  /// Reads the binary form, all of it.
  ///
  /// @throws MalformedException if `bytes` is not exactly one multihash
  public static Multihash of(Bytes bytes) {
    var reader = new BytesReader(bytes);
    try {
      long code = reader.varint();
      var digest = reader.bytes(reader.varint());
      reader.end();
      return new Multihash(code, digest);
    } catch (MalformedException e) {
      throw new MalformedException("multihash: " + e.getMessage(), e);
    }
  }

  /// The binary form.
  public Bytes bytes() {
    return Varint.encode(code).concat(Varint.encode(digest.size())).concat(digest);
  }
}
