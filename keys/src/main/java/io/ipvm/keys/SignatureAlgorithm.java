package io.ipvm.keys;

/// How a message is signed: the key type and the hash that goes with it, by the names of JOSE (RFC
/// 7518, RFC 8037, RFC 8812).
public enum SignatureAlgorithm {
  ED25519(KeyType.ED25519, "Ed25519", "SHA-512"),
  ES256(KeyType.P_256, "ES256", "SHA-256"),
  ES256K(KeyType.SECP256K1, "ES256K", "SHA-256"),
  ES384(KeyType.P_384, "ES384", "SHA-384"),
  ES512(KeyType.P_521, "ES512", "SHA-512"),
  RS256(KeyType.RSA, "RS256", "SHA-256"),
  RS384(KeyType.RSA, "RS384", "SHA-384"),
  RS512(KeyType.RSA, "RS512", "SHA-512");

  private final KeyType keyType;
  private final String title;
  private final String hash;

  SignatureAlgorithm(KeyType keyType, String title, String hash) {
    this.keyType = keyType;
    this.title = title;
    this.hash = hash;
  }

  public KeyType keyType() {
    return keyType;
  }

  /// The name people know it by.
  public String title() {
    return title;
  }

  /// The hash, by its name in the Java Cryptography Architecture.
  String hash() {
    return hash;
  }
}
