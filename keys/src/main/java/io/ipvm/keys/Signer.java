package io.ipvm.keys;

import io.ipvm.ipld.Bytes;

/// Somebody who can sign: a key in memory or one that only answers.
public interface Signer {
  PublicKey publicKey();

  /// Signs `message` itself (not a hash of it) by the usual algorithm of the key's type; as many
  /// bytes as [PublicKey#signatureSize] says, the same for the same message.
  Bytes sign(Bytes message);

  default Did did() {
    return publicKey().did();
  }
}
