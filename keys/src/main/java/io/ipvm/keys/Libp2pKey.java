package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.BytesReader;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multihash;
import io.ipvm.ipld.Varint;
import java.util.Arrays;

/// Keys and signatures as libp2p writes them: a protobuf message of a type and its data, ECDSA in
/// DER.
///
/// A peer id names the bytes of this message, so there is one form of it: `Type`, then `Data`, and
/// nothing else. Any other is refused. Of ECDSA there is P-256 only, as other libp2p
/// implementations have it. Source: libp2p/specs peer-ids.
public final class Libp2pKey {
  private static final int TYPE_FIELD = 0x08;
  private static final int DATA_FIELD = 0x12;

  private static final int RSA = 0;
  private static final int ED25519 = 1;
  private static final int SECP256K1 = 2;
  private static final int ECDSA = 3;

  /// Largest message taken, in bytes: an RSA key of 8192 bits with its private numbers.
  static final int MAX_SIZE = 8 * 1024;

  /// Longest message that a peer id holds whole, in bytes.
  private static final int MAX_INLINE = 42;

  private Libp2pKey() {}

  /// The message `PublicKey`.
  ///
  /// @throws IpvmException `CALLER_ERROR` for P-384 and P-521, which are no keys of libp2p
  public static Bytes encodePublic(PublicKey key) {
    return switch (key.type()) {
      case ED25519 -> message(ED25519, key.raw());
      case SECP256K1 -> message(SECP256K1, key.raw());
      case P_256 -> message(ECDSA, Bytes.owned(Der.publicKeyInfo(key)));
      case RSA -> message(RSA, Bytes.owned(Der.publicKeyInfo(key)));
      case P_384, P_521 ->
          throw new IpvmException(
              ErrorCode.CALLER_ERROR, "keys of type " + key.type().title() + " are none of libp2p");
    };
  }

  /// Reads a message `PublicKey`.
  ///
  /// @throws MalformedException if it is none, or of a key that is refused
  public static PublicKey decodePublic(Bytes message) {
    var fields = Fields.of(message, "public");
    return switch (fields.type) {
      case ED25519 -> new PublicKey(KeyType.ED25519, fields.data);
      case SECP256K1 -> new PublicKey(KeyType.SECP256K1, fields.data);
      case ECDSA -> publicKeyInfo(fields.data, KeyType.P_256);
      default -> publicKeyInfo(fields.data, KeyType.RSA);
    };
  }

  /// The form counts: another encoding of the same key would be another peer.
  private static PublicKey publicKeyInfo(Bytes der, KeyType type) {
    var key = Asn1.publicKey(der.toArray());
    if (key.type() != type || !Bytes.owned(Der.publicKeyInfo(key)).equals(der)) {
      throw new MalformedException(
          "a libp2p key of type " + type.title() + " is not in the one form that it has");
    }
    return key;
  }

  /// The message `PrivateKey`, which is a secret.
  public static Bytes encodePrivate(KeyPair pair) {
    var secret = pair.secret();
    try {
      return switch (pair.publicKey().type()) {
        case ED25519 -> message(ED25519, Bytes.of(secret).concat(pair.publicKey().raw()));
        case SECP256K1 -> message(SECP256K1, Bytes.of(secret));
        case P_256 -> message(ECDSA, Bytes.owned(Der.ecPrivateKey(pair, secret)));
        case P_384, P_521, RSA -> throw new IllegalStateException("no pair is of such a type");
      };
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /// Reads a message `PrivateKey`.
  ///
  /// @throws MalformedException if it is none, or of a type that does not sign here
  public static KeyPair decodePrivate(Bytes message) {
    var fields = Fields.of(message, "private");
    return switch (fields.type) {
      case ED25519 -> ed25519(fields.data);
      case SECP256K1 -> KeyPair.ofSecret(KeyType.SECP256K1, fields.data);
      case ECDSA -> Asn1.ecPrivateKey(fields.data.toArray());
      default -> throw new MalformedException("a libp2p RSA key signs nothing here");
    };
  }

  /// Seed and public key; old writers gave the public key twice.
  private static KeyPair ed25519(Bytes data) {
    int size = KeyPair.SECRET_SIZE;
    if (data.size() != 2 * size && data.size() != 3 * size) {
      throw new MalformedException(
          "a libp2p Ed25519 private key has " + data.size() + " bytes, has to have 64 (or 96)");
    }
    var pair = KeyPair.ofSeed(data.slice(0, size));
    for (int at = size; at < data.size(); at += size) {
      if (!data.slice(at, at + size).equals(pair.publicKey().raw())) {
        throw new MalformedException("a libp2p Ed25519 private key has another's public key");
      }
    }
    return pair;
  }

  /// The multihash that is the peer id: the message itself where it is short, else its SHA-256.
  static Multihash peerId(PublicKey key) {
    var message = encodePublic(key);
    return message.size() <= MAX_INLINE
        ? new Multihash(Multihash.IDENTITY, message)
        : new Multihash(HashFunction.SHA2_256.code(), HashFunction.SHA2_256.digest(message));
  }

  /// A signature by [Signer] in the form of libp2p: ECDSA in DER, others as they are.
  public static Bytes signature(Signer signer, Bytes message) {
    var signature = signer.sign(message);
    return switch (signer.publicKey().type()) {
      case ED25519, RSA -> signature;
      case SECP256K1, P_256, P_384, P_521 -> {
        var curve = EcCurve.of(signer.publicKey().type());
        var raw = signature.toArray();
        yield Bytes.owned(Der.signature(curve.r(raw), curve.s(raw)));
      }
    };
  }

  /// Whether `signature`, in the form of libp2p, is one of `key` over `message`; anything malformed
  /// is simply false.
  public static boolean verifies(PublicKey key, Bytes message, Bytes signature) {
    return switch (key.type()) {
      case ED25519, RSA -> key.verifies(message, signature);
      case SECP256K1, P_256, P_384, P_521 ->
          Asn1.findSignature(EcCurve.of(key.type()), signature.toArray())
              .filter(raw -> key.verifies(message, Bytes.owned(raw)))
              .isPresent();
    };
  }

  private static Bytes message(int type, Bytes data) {
    return Bytes.of((byte) TYPE_FIELD, (byte) type, (byte) DATA_FIELD)
        .concat(Varint.encode(data.size()))
        .concat(data);
  }

  /// What a message says.
  private record Fields(int type, Bytes data) {
    static Fields of(Bytes message, String kind) {
      if (message.size() > MAX_SIZE) {
        throw new MalformedException(
            "a libp2p " + kind + " key has " + message.size() + " bytes, limit " + MAX_SIZE);
      }
      try {
        var in = new BytesReader(message);
        require(in, TYPE_FIELD, "Type");
        long type = in.varint();
        if (type > ECDSA) {
          throw new MalformedException("its type is " + type + ", known are 0 to 3");
        }
        require(in, DATA_FIELD, "Data");
        var data = in.bytes(in.varint());
        in.end();
        return new Fields((int) type, data);
      } catch (MalformedException e) {
        // Without a cause: what others say of private bytes stays with them.
        throw new MalformedException("a libp2p " + kind + " key: " + e.getMessage());
      }
    }

    private static void require(BytesReader in, int field, String name) {
      int at = in.position();
      if (in.varint() != field) {
        throw new MalformedException("its field " + name + " is not at offset " + at);
      }
    }
  }
}
