package io.ipvm.keys;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/// A private key on disk: PKCS#8 PEM (RFC 8410), readable by its owner only.
///
/// A file written here carries the public key as a second block, so that a command which only needs
/// to know whom the key belongs to computes nothing. Files of other tools, such as `openssl genpkey
/// -algorithm ed25519`, need not have it.
public final class KeyFile {
  /// Largest key file, in bytes.
  public static final int MAX_SIZE = 16 * 1024;

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  /// DER of a PrivateKeyInfo without attributes, up to the seed: the one form most tools write.
  private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

  /// DER of a SubjectPublicKeyInfo, up to the key.
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  /// The object identifier of Ed25519 (RFC 8410).
  private static final String ED25519 = "1.3.101.112";

  private KeyFile() {}

  /// Reads a key file.
  ///
  /// @throws IpvmException `NOT_FOUND`, `NOT_AUTHORISED` when others can read the file or we
  ///   cannot, `CALLER_ERROR` when it holds something else than one Ed25519 private key
  public static KeyPair load(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        // A pipe would be waited for, a device read without end.
        throw new MalformedException(
            "key file " + file + " is " + (attributes.isDirectory() ? "a folder" : "no file"));
      }
      FileRights.of(file).requirePrivate(file);
      return parse(file, read(file));
    } catch (NoSuchFileException e) {
      throw new IpvmException(ErrorCode.NOT_FOUND, "key file " + file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IpvmException(
          ErrorCode.NOT_AUTHORISED, "key file " + file + " may not be read by this user", e);
    } catch (IOException e) {
      throw new IpvmException(
          ErrorCode.UNAVAILABLE, "key file " + file + " could not be read: " + e.getMessage(), e);
    }
  }

  /// Writes a new file; an existing one is never overwritten (`CONFLICT`).
  ///
  /// The file appears whole or not at all, and at no moment can others read it.
  ///
  /// @throws IpvmException `CONFLICT`, `NOT_FOUND` without the folder, `NOT_AUTHORISED` in a folder
  ///   where this user may not write
  public static void create(Path file, KeyPair key) {
    var text = text(key);
    try {
      NewFile.write(file, text);
    } catch (FileAlreadyExistsException e) {
      throw new IpvmException(
          ErrorCode.CONFLICT, "key file " + file + " exists and is never overwritten", e);
    } catch (NoSuchFileException e) {
      throw new IpvmException(
          ErrorCode.NOT_FOUND, "key file " + file + ": its folder does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IpvmException(
          ErrorCode.NOT_AUTHORISED, "key file " + file + ": this user may not write there", e);
    } catch (IOException e) {
      throw new IpvmException(
          ErrorCode.UNAVAILABLE,
          "key file " + file + " could not be written: " + e.getMessage(),
          e);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var text = in.readNBytes(MAX_SIZE + 1);
      if (text.length > MAX_SIZE) {
        throw new MalformedException(
            "key file " + file + " has more than " + MAX_SIZE + " bytes, it is no key");
      }
      return text;
    }
  }

  private static byte[] text(KeyPair key) {
    var seed = key.seed();
    var der = join(PKCS8, seed);
    var secret = Pem.encode(PRIVATE, der);
    var text = join(secret, Pem.encode(PUBLIC, join(SPKI, key.publicKey().raw().toArray())));
    for (var wiped : List.of(seed, der, secret)) {
      Arrays.fill(wiped, (byte) 0);
    }
    return text;
  }

  private static KeyPair parse(Path file, byte[] text) {
    List<Pem.Block> blocks = List.of();
    try {
      blocks = Pem.decode(text);
      byte @Nullable [] seed = null;
      PublicKey publicKey = null;
      for (var block : blocks) {
        if (block.label().equals(PRIVATE) && seed == null) {
          seed = seed(block.content());
        } else if (block.label().equals(PUBLIC) && seed != null && publicKey == null) {
          publicKey = publicKey(block.content());
        } else {
          throw new MalformedException(unexpected(block.label()));
        }
      }
      if (seed == null) {
        throw new MalformedException("it is empty");
      }
      return KeyPair.ofStored(seed, publicKey);
    } catch (MalformedException e) {
      throw new MalformedException(
          "key file " + file + " is no Ed25519 private key in PEM: " + e.getMessage());
    } finally {
      Arrays.fill(text, (byte) 0);
      blocks.forEach(Pem.Block::close);
    }
  }

  private static String unexpected(String label) {
    return switch (label) {
      case PRIVATE -> "it holds two private keys";
      case PUBLIC -> "its public key does not follow a private one";
      case "ENCRYPTED PRIVATE KEY" ->
          "it is encrypted, which is not supported; `openssl pkey -in FILE -out NEW` decrypts it";
      case "OPENSSH PRIVATE KEY" -> "it is in OpenSSH's own format, not PKCS#8";
      case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> "it is in an old format of another key type";
      default -> "it holds a block \"" + label + "\"";
    };
  }

  private static byte[] seed(byte[] der) {
    if (der.length == PKCS8.length + Ed25519.SEED_SIZE
        && Arrays.equals(PKCS8, Arrays.copyOf(der, PKCS8.length))) {
      return Arrays.copyOfRange(der, PKCS8.length, der.length);
    }
    return seedOfOtherForm(der);
  }

  /// Forms with attributes or with the public key inside (RFC 5958), and keys of other types. They
  /// are rare, and only they make BouncyCastle load.
  private static byte[] seedOfOtherForm(byte[] der) {
    try {
      var info = PrivateKeyInfo.getInstance(der);
      var algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
      if (!algorithm.equals(ED25519)) {
        throw new MalformedException("its algorithm is " + algorithm + ", Ed25519 is " + ED25519);
      }
      var seed = ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets();
      if (seed.length != Ed25519.SEED_SIZE) {
        throw new MalformedException(
            "its secret has " + seed.length + " bytes, has to have " + Ed25519.SEED_SIZE);
      }
      return seed;
    } catch (IOException | IllegalArgumentException _) {
      // The cause could quote the secret.
      throw new MalformedException("its content is no PKCS#8");
    }
  }

  private static PublicKey publicKey(byte[] der) {
    if (der.length != SPKI.length + Ed25519.KEY_SIZE
        || !Arrays.equals(SPKI, Arrays.copyOf(der, SPKI.length))) {
      throw new MalformedException("its public key is no Ed25519 key");
    }
    return new PublicKey(KeyType.ED25519, Bytes.of(der).slice(SPKI.length));
  }

  private static byte[] join(byte[] head, byte[] tail) {
    var joined = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, joined, head.length, tail.length);
    return joined;
  }
}
