package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.BytesReader;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Varint;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Private keys as the content of files, in the forms that programs around IPVM write: what a file
/// holds is recognised.
///
/// - PEM or bare DER of PKCS#8 (RFC 5208, RFC 8410), under a passphrase or not, and of SEC 1 (RFC
///   5915). A second PEM block may carry the public key.
/// - The protobuf message of libp2p, bare or in base64, as Kubo keeps it.
/// - Multibase of a multicodec, as the fixtures of UCAN have them.
public final class KeyText {
  /// Largest content taken, in bytes.
  public static final int MAX_SIZE = 16 * 1024;

  static final String PRIVATE = "PRIVATE KEY";
  static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  static final String PUBLIC = "PUBLIC KEY";

  private static final int DER_SEQUENCE = 0x30;
  private static final int LIBP2P_FIRST = 0x08;

  private KeyText() {}

  /// A form that a private key is written in.
  public enum Format {
    /// PKCS#8 in PEM: what OpenSSL and most others read.
    PKCS8,
    /// `ECPrivateKey` in PEM, for curves of ECDSA only: what older programs read.
    SEC1,
    /// The protobuf message of libp2p, in base64: what Kubo and js-libp2p read.
    LIBP2P,
    /// Multicodec in base64 multibase (rule DID-5).
    MULTIBASE
  }

  /// A private key with nothing around it: who gets hold of the text has the key.
  ///
  /// @throws IpvmException `CALLER_ERROR` for [Format#SEC1] of an Ed25519 key
  public static byte[] encode(KeyPair pair, Format format) {
    return switch (format) {
      case PKCS8 -> pem(pair, PRIVATE, secret -> Der.privateKeyInfo(pair, secret));
      case SEC1 -> {
        if (pair.publicKey().type() == KeyType.ED25519) {
          throw new IpvmException(
              ErrorCode.CALLER_ERROR, "SEC 1 has no Ed25519 keys, PKCS#8 and libp2p have");
        }
        yield pem(pair, KeyPem.SEC1, secret -> Der.ecPrivateKey(pair, secret));
      }
      case LIBP2P -> line(Base64.getEncoder().encode(Libp2pKey.encodePrivate(pair).toArray()));
      case MULTIBASE -> {
        var prefixed =
            Varint.encode(privateMulticodec(pair.publicKey().type()))
                .concat(Bytes.owned(pair.secret()));
        var text = Multibase.BASE64_PAD.encode(prefixed);
        yield line(text.getBytes(StandardCharsets.US_ASCII));
      }
    };
  }

  /// A private key under a passphrase, PKCS#8 in PEM, and its public key as a second block.
  public static byte[] encode(KeyPair pair, Passphrase passphrase) {
    return pem(
        pair,
        ENCRYPTED,
        secret -> {
          var plain = Der.privateKeyInfo(pair, secret);
          try {
            return EncryptedKey.encrypt(plain, passphrase, new SecureRandom());
          } finally {
            Arrays.fill(plain, (byte) 0);
          }
        });
  }

  /// A public key in PEM (RFC 7468 13), with a line feed at the end.
  public static String encode(PublicKey key) {
    return new String(Pem.encode(PUBLIC, Der.publicKeyInfo(key)), StandardCharsets.US_ASCII);
  }

  /// Makes the DER of a secret.
  private interface Encoding {
    byte[] der(byte[] secret);
  }

  private static byte[] pem(KeyPair pair, String label, Encoding encoding) {
    var secret = pair.secret();
    var der = encoding.der(secret);
    var block = Pem.encode(label, der);
    var rest = Pem.encode(PUBLIC, Der.publicKeyInfo(pair.publicKey()));
    var text = Arrays.copyOf(block, block.length + rest.length);
    System.arraycopy(rest, 0, text, block.length, rest.length);
    for (var wiped : List.of(secret, der, block)) {
      Arrays.fill(wiped, (byte) 0);
    }
    return text;
  }

  private static byte[] line(byte[] text) {
    var line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  /// Multicodec numbers of private keys (multicodec table, tag `key`).
  private static long privateMulticodec(KeyType type) {
    return switch (type) {
      case ED25519 -> 0x1300;
      case SECP256K1 -> 0x1301;
      case P_256 -> 0x1306;
      case P_384, P_521, RSA -> throw new IllegalStateException("no pair is of such a type");
    };
  }

  /// Reads a private key in any of the forms.
  ///
  /// @param name what to call it when its passphrase is asked for
  /// @throws MalformedException if `content` holds something else than one private key of a type
  ///   that signs; the message never quotes it
  /// @throws IpvmException `NOT_AUTHORISED` if its passphrase is not given or wrong
  public static KeyPair decode(byte[] content, String name, PassphraseSource passphrases) {
    if (content.length > MAX_SIZE) {
      throw new MalformedException("it has more than " + MAX_SIZE + " bytes, it is no key");
    }
    if (content.length == 0) {
      throw new MalformedException("it is empty");
    }
    if (content[0] == DER_SEQUENCE) {
      return Asn1.isEcPrivateKey(content)
          ? Asn1.ecPrivateKey(content)
          : Asn1.privateKeyInfo(content);
    }
    if (content[0] == LIBP2P_FIRST) {
      return Libp2pKey.decodePrivate(Bytes.of(content));
    }
    var text = new String(content, StandardCharsets.ISO_8859_1).strip();
    if (!text.isEmpty() && text.indexOf('\n') < 0 && !text.startsWith("-")) {
      return line(text);
    }
    try (var pem = KeyPem.decode(content)) {
      return pem.unlock(name, passphrases);
    }
  }

  /// As [#decode], but an encrypted key that says whose it is stays locked until it signs.
  ///
  /// @param later gets the pair then
  static Signer open(
      byte[] content, String name, PassphraseSource passphrases, LockedKey.Unlocking later) {
    if (content.length > 0 && content[0] == '-') {
      try (var pem = KeyPem.decode(content)) {
        var owner = pem.publicKey();
        return pem.isEncrypted() && owner != null
            ? new LockedKey(owner, later)
            : pem.unlock(name, passphrases);
      }
    }
    return decode(content, name, passphrases);
  }

  /// Base64 of the protobuf begins with `CA`, for its first byte is 8 and its second below 4; no
  /// multibase prefix is an upper case C.
  private static KeyPair line(String text) {
    if (text.startsWith("CA")) {
      try {
        return Libp2pKey.decodePrivate(Bytes.owned(Base64.getDecoder().decode(text)));
      } catch (IllegalArgumentException _) {
        throw new MalformedException("its line is no base64");
      }
    }
    return ofMulticodec(multibase(text));
  }

  private static Bytes multibase(String text) {
    try {
      return Multibase.decode(text);
    } catch (MalformedException _) {
      // Its message quotes the text.
      throw new MalformedException("its line is neither multibase nor a libp2p key in base64");
    }
  }

  private static KeyPair ofMulticodec(Bytes prefixed) {
    var in = new BytesReader(prefixed);
    long code = in.varint();
    for (var type : KeyType.values()) {
      if (type.signs() && privateMulticodec(type) == code) {
        return KeyPair.ofSecret(type, in.rest());
      }
    }
    throw new MalformedException(
        "its multicodec 0x" + Long.toHexString(code) + " is no private key that signs here");
  }
}
