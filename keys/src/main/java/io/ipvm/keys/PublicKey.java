package io.ipvm.keys;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.BytesReader;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Multihash;
import io.ipvm.ipld.Quoted;
import io.ipvm.ipld.Varint;

/// A public key that has been checked: of its one form and a point on its curve, which is not of
/// small order; RSA of a usable size.
///
/// @param raw what stands behind the multicodec in a did:key: 32 bytes of Ed25519 (RFC 8032), a
///   compressed point of the other curves (SEC 1 2.3.3), the DER of an `RSAPublicKey` (RFC 8017)
public record PublicKey(KeyType type, Bytes raw) {
  private static final String DID_KEY = "did:key:";

  /// Multicodec number of the codec that CIDs of peers have.
  private static final long LIBP2P_KEY = 0x72;

  /// Checks the key.
  ///
  /// @throws MalformedException that names the rule the key breaks
  public PublicKey {
    requireNonNull(type);
    switch (type) {
      case ED25519 -> Ed25519.requirePublicKey(raw.toArray());
      case SECP256K1, P_256, P_384, P_521 -> EcCurve.of(type).requirePublicKey(raw);
      case RSA -> Rsa.requirePublicKey(raw);
    }
  }

  /// The key that a did:key spells out; a fragment has to name that same key.
  ///
  /// @throws MalformedException if `did` is no did:key of a type known here
  public static PublicKey of(Did did) {
    if (!did.text().startsWith(DID_KEY)) {
      throw new MalformedException(
          "the key of " + did + " is not known: method " + did.method() + " is not supported");
    }
    var principal = did.principal();
    var text = withoutVersion(principal.text().substring(DID_KEY.length()), did);
    if (!principal.equals(did) && !did.text().endsWith("#" + text)) {
      throw new MalformedException(did + " has a fragment that names another key");
    }
    if (text.charAt(0) != Multibase.BASE58_BTC.prefix()) {
      throw new MalformedException(did + " is not in base58btc (z)");
    }
    try {
      return ofMulticodec(Multibase.decode(text));
    } catch (MalformedException e) {
      throw new MalformedException(did + " names no key: " + e.getMessage(), e);
    }
  }

  /// The version part is optional, and only the first one exists.
  private static String withoutVersion(String identifier, Did did) {
    int colon = identifier.indexOf(':');
    if (colon < 0) {
      return identifier;
    }
    var version = identifier.substring(0, colon);
    if (!version.equals("1") && !version.equals("1.1")) {
      throw new MalformedException(
          did + " is did:key version " + version + ", known are 1 and 1.1");
    }
    return identifier.substring(colon + 1);
  }

  private static PublicKey ofMulticodec(Bytes prefixed) {
    var reader = new BytesReader(prefixed);
    long code = reader.varint();
    var type =
        KeyType.find(code)
            .orElseThrow(() ->
                new MalformedException(
                    "it is of type 0x"
                        + Long.toHexString(code)
                        + " ("
                        + KeyType.describe(code)
                        + "), which signs nothing here"));
    return new PublicKey(type, reader.rest());
  }

  /// The key inside a libp2p peer id, which is a multihash in base58btc or a CID of codec
  /// `libp2p-key` (libp2p/specs peer-ids, "String representation").
  ///
  /// @throws MalformedException if `text` is no peer id, or one that holds the hash of a key
  public static PublicKey ofPeerId(String text) {
    var id = multihash(text);
    if (id.code() != Multihash.IDENTITY) {
      throw new MalformedException(
          "peer id " + Quoted.of(text) + " holds the hash of a key, not the key");
    }
    return Libp2pKey.decodePublic(id.digest());
  }

  private static Multihash multihash(String text) {
    if (text.startsWith("1") || text.startsWith("Qm")) {
      return Multihash.of(Multibase.BASE58_BTC.decodeBare(text));
    }
    var reader = new BytesReader(Multibase.decode(text));
    if (reader.varint() != 1 || reader.varint() != LIBP2P_KEY) {
      throw new MalformedException(
          "peer id " + Quoted.of(text) + " is no CID version 1 of codec libp2p-key");
    }
    return Multihash.of(reader.rest());
  }

  public Did did() {
    var prefixed = Varint.encode(type.multicodec()).concat(raw);
    return new Did(DID_KEY + Multibase.BASE58_BTC.encode(prefixed));
  }

  /// The libp2p peer id, base58btc: the key itself where it is small, else its SHA-256.
  ///
  /// @throws IpvmException `CALLER_ERROR` for P-384 and P-521, which are no keys of libp2p
  public String peerId() {
    return Multibase.BASE58_BTC.encodeBare(Libp2pKey.peerId(this).bytes());
  }

  /// Bytes of a signature: 64 of Ed25519, `r` and `s` of ECDSA, the size of the modulus of RSA.
  public int signatureSize() {
    return switch (type) {
      case ED25519 -> Ed25519.SIGNATURE_SIZE;
      case SECP256K1, P_256, P_384, P_521 -> 2 * EcCurve.of(type).size();
      case RSA -> Rsa.requirePublicKey(raw).size();
    };
  }

  /// Whether `signature` is one of this key over `message`, by the usual algorithm of its type;
  /// anything malformed is simply false.
  public boolean verifies(Bytes message, Bytes signature) {
    return verifies(type.algorithm(), message, signature);
  }

  /// Whether `signature` is one of this key over `message`; anything malformed is simply false, and
  /// so is an algorithm of another key type (rule VSG-3).
  ///
  /// @param signature 64 bytes of Ed25519 (RFC 8032), `r` and `s` of ECDSA one after the other,
  ///   with the smaller or the larger `s`, or the bytes of RSASSA-PKCS1-v1_5 (RFC 8017 8.2)
  public boolean verifies(SignatureAlgorithm algorithm, Bytes message, Bytes signature) {
    if (algorithm.keyType() != type) {
      return false;
    }
    return mayBe(signature)
        && Engines.selected().verifies(this, algorithm, message.toArray(), signature.toArray());
  }

  /// Whether `signature` is of the right size and has its numbers in range, which engines rely on.
  boolean mayBe(Bytes signature) {
    var bytes = signature.toArray();
    return switch (type) {
      case ED25519 -> Ed25519.isSignature(bytes);
      case SECP256K1, P_256, P_384, P_521 -> EcCurve.of(type).isSignature(bytes);
      case RSA -> Rsa.requirePublicKey(raw).isSignature(bytes);
    };
  }

  /// The did:key.
  @Override
  public String toString() {
    return did().text();
  }
}
