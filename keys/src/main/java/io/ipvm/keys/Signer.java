package io.ipvm.keys;

import io.ipvm.ipld.Bytes;

/// Somebody who can sign: a key in memory or one that only answers.
public interface Signer {
  PublicKey publicKey();

  /// Signs `message` itself (not a hash of it); 64 bytes for Ed25519.
  Bytes sign(Bytes message);

  default Did did() {
    return publicKey().did();
  }
}
