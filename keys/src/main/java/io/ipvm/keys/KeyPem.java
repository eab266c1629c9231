package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A private key in PEM, with or without its public key as the block behind it.
final class KeyPem implements AutoCloseable {
  /// DER of a PrivateKeyInfo of Ed25519 without attributes, up to the seed: the one form most tools
  /// write. Others are rare, and only they make BouncyCastle load.
  private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

  /// DER of a SubjectPublicKeyInfo of Ed25519, up to the key.
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  static final String SEC1 = "EC PRIVATE KEY";
  private static final String SEC1_PARAMETERS = "EC PARAMETERS";

  private final List<Pem.Block> blocks;
  private final Pem.Block secret;
  private final @Nullable PublicKey publicKey;

  private KeyPem(List<Pem.Block> blocks, Pem.Block secret, @Nullable PublicKey publicKey) {
    this.blocks = blocks;
    this.secret = secret;
    this.publicKey = publicKey;
  }

  /// Takes a text apart.
  ///
  /// @throws MalformedException if it holds anything else
  static KeyPem decode(byte[] text) {
    var blocks = Pem.decode(text);
    try {
      Pem.Block secret = null;
      PublicKey publicKey = null;
      for (var block : blocks) {
        switch (block.label()) {
          case KeyText.PRIVATE, KeyText.ENCRYPTED, SEC1 -> {
            if (secret != null) {
              throw new MalformedException("it holds two private keys");
            }
            secret = block;
          }
          case KeyText.PUBLIC -> {
            if (secret == null || publicKey != null) {
              throw new MalformedException("its public key does not follow a private one");
            }
            publicKey = publicKey(block.content());
          }
          case SEC1_PARAMETERS -> {
            // OpenSSL writes the curve before the key, which names it again.
          }
          default -> throw new MalformedException(unexpected(block.label()));
        }
      }
      if (secret == null) {
        throw new MalformedException(blocks.isEmpty() ? "it is empty" : "it holds no private key");
      }
      return new KeyPem(blocks, secret, publicKey);
    } catch (IpvmException e) {
      blocks.forEach(Pem.Block::close);
      throw e;
    }
  }

  private static String unexpected(String label) {
    return switch (label) {
      case "OPENSSH PRIVATE KEY" -> "it is in OpenSSH's own format, not PKCS#8";
      case "RSA PRIVATE KEY" -> "it is an RSA key, which signs nothing here";
      default -> "it holds a block \"" + label + "\"";
    };
  }

  private static PublicKey publicKey(byte[] der) {
    if (isEd25519(der, SPKI)) {
      return new PublicKey(KeyType.ED25519, Bytes.of(der).slice(SPKI.length));
    }
    return Asn1.publicKey(der);
  }

  private static boolean isEd25519(byte[] der, byte[] prefix) {
    return der.length == prefix.length + Ed25519.KEY_SIZE
        && Arrays.equals(prefix, Arrays.copyOf(der, prefix.length));
  }

  boolean isEncrypted() {
    return secret.label().equals(KeyText.ENCRYPTED);
  }

  /// The public key, where a block of its own says it.
  @Nullable PublicKey publicKey() {
    return publicKey;
  }

  /// The pair; asks for the passphrase if there is one.
  ///
  /// @throws MalformedException if the private key is of no form that is known
  /// @throws IpvmException `NOT_AUTHORISED` if the passphrase is not given or wrong
  KeyPair unlock(String name, PassphraseSource passphrases) {
    if (!isEncrypted()) {
      return pair(secret.content());
    }
    try (var passphrase =
        passphrases
            .ask(name)
            .orElseThrow(() ->
                new IpvmException(
                    ErrorCode.NOT_AUTHORISED,
                    name + " is encrypted, and its passphrase is not given"))) {
      var plain = EncryptedKey.decrypt(secret.content(), passphrase);
      try {
        return pair(plain);
      } catch (MalformedException e) {
        // The scheme has no authentication: one wrong passphrase in 256 decrypts to noise.
        throw EncryptedKey.wrongPassphrase();
      } finally {
        Arrays.fill(plain, (byte) 0);
      }
    }
  }

  private KeyPair pair(byte[] der) {
    if (secret.label().equals(SEC1)) {
      return same(Asn1.ecPrivateKey(der));
    }
    if (isEd25519(der, PKCS8)) {
      var seed = Arrays.copyOfRange(der, PKCS8.length, der.length);
      return KeyPair.ofStored(KeyType.ED25519, seed, publicKey);
    }
    return same(Asn1.privateKeyInfo(der));
  }

  private KeyPair same(KeyPair pair) {
    if (publicKey != null && !publicKey.equals(pair.publicKey())) {
      throw new MalformedException("its public key belongs to another private key");
    }
    return pair;
  }

  @Override
  public void close() {
    blocks.forEach(Pem.Block::close);
  }
}
