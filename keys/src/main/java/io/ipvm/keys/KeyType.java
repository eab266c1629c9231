package io.ipvm.keys;

/// Kinds of signing keys (multicodec table, tag `key`).
public enum KeyType {
  ED25519
}
