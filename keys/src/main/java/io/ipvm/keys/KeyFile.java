package io.ipvm.keys;

import java.nio.file.Path;

/// A private key on disk: PKCS#8 PEM (RFC 8410), readable by its owner only.
public final class KeyFile {
  private KeyFile() {}

  /// Reads a key file.
  ///
  /// @throws io.ipvm.ipld.IpvmException `NOT_FOUND`, `NOT_AUTHORISED` when others can read the file
  public static KeyPair load(Path file) {
    throw new UnsupportedOperationException(file.toString());
  }

  /// Writes a new file; an existing one is never overwritten (`CONFLICT`).
  public static void create(Path file, KeyPair key) {
    throw new UnsupportedOperationException(file.toString() + key.did());
  }
}
