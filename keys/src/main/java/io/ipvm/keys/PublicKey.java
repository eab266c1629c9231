package io.ipvm.keys;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.BytesReader;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Quoted;
import io.ipvm.ipld.Varint;

/// A public key that has been checked: right length, canonical, a point on its curve, no small
/// order.
public record PublicKey(KeyType type, Bytes raw) {
  private static final String DID_KEY = "did:key:";

  /// What stands before an Ed25519 key in a peer id: identity multihash (00) of 36 bytes (24), the
  /// protobuf field `Type` (08) with Ed25519 (01), the field `Data` (12) of 32 bytes (20).
  private static final Bytes PEER_ID_PREFIX = Bytes.fromHex("002408011220");

  /// Checks the key.
  ///
  /// @throws MalformedException that names the rule the key breaks
  public PublicKey {
    requireNonNull(type);
    switch (type) {
      case ED25519 -> Ed25519.requirePublicKey(raw.toArray());
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
                        + "); only Ed25519 keys are supported"));
    return new PublicKey(type, reader.rest());
  }

  /// The Ed25519 key inside a libp2p peer id (libp2p/specs peer-ids).
  ///
  /// @throws MalformedException if `text` is no peer id of an Ed25519 key
  public static PublicKey ofPeerId(String text) {
    var bytes = Multibase.BASE58_BTC.decodeBare(text);
    if (bytes.size() < PEER_ID_PREFIX.size()
        || !bytes.slice(0, PEER_ID_PREFIX.size()).equals(PEER_ID_PREFIX)) {
      throw new MalformedException("peer id " + Quoted.of(text) + " holds no Ed25519 key");
    }
    return new PublicKey(KeyType.ED25519, bytes.slice(PEER_ID_PREFIX.size()));
  }

  public Did did() {
    var prefixed = Varint.encode(type.multicodec()).concat(raw);
    return new Did(DID_KEY + Multibase.BASE58_BTC.encode(prefixed));
  }

  /// The libp2p peer id, base58btc.
  public String peerId() {
    return switch (type) {
      case ED25519 -> Multibase.BASE58_BTC.encodeBare(PEER_ID_PREFIX.concat(raw));
    };
  }

  /// Whether `signature` is one of this key over `message`; anything malformed is simply false.
  public boolean verifies(Bytes message, Bytes signature) {
    return switch (type) {
      case ED25519 -> Ed25519.verifies(raw.toArray(), message.toArray(), signature.toArray());
    };
  }

  /// The did:key.
  @Override
  public String toString() {
    return did().text();
  }
}
