package io.ipvm.keys;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;

/// A public key that has been checked: right length, a point on its curve, no small order.
public record PublicKey(KeyType type, Bytes raw) {
  public PublicKey {
    requireNonNull(type);
    requireNonNull(raw);
  }

  /// The key that a did:key spells out.
  ///
  /// @throws io.ipvm.ipld.MalformedException if `did` is no did:key of a type known here
  public static PublicKey of(Did did) {
    throw new UnsupportedOperationException(did.text());
  }

  public Did did() {
    throw new UnsupportedOperationException();
  }

  /// The libp2p peer id, base58btc.
  public String peerId() {
    throw new UnsupportedOperationException();
  }

  /// Whether `signature` is one of this key over `message`; anything malformed is simply false.
  public boolean verifies(Bytes message, Bytes signature) {
    throw new UnsupportedOperationException(message.toString() + signature);
  }
}
