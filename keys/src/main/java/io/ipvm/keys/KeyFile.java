package io.ipvm.keys;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/// A private key on disk: PKCS#8 PEM, readable by its owner only.
///
/// A file written here carries the public key as a second block, so that a command which only needs
/// to know whom the key belongs to computes nothing, and asks for no passphrase. Files of other
/// tools, such as `openssl genpkey -algorithm ed25519`, need not have it; what forms they may have
/// is said by [KeyText].
public final class KeyFile {
  private KeyFile() {}

  /// Reads a key file without a passphrase.
  ///
  /// @throws IpvmException `NOT_FOUND`, `NOT_AUTHORISED` when others can read the file, we cannot,
  ///   or it is encrypted, `CALLER_ERROR` when it holds something else than one private key
  public static KeyPair load(Path file) {
    return load(file, PassphraseSource.NONE);
  }

  /// Reads a key file, whatever its form.
  ///
  /// @throws IpvmException as [#load(Path)]
  public static KeyPair load(Path file, PassphraseSource passphrases) {
    var content = read(file);
    try {
      return KeyText.decode(content, "key file " + file, passphrases);
    } catch (MalformedException e) {
      throw unusable(file, e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Reads a key file; if it says whose key it holds, a passphrase is asked for by the first
  /// signature only, else at once.
  ///
  /// @throws IpvmException as [#load(Path)]
  public static Signer open(Path file, PassphraseSource passphrases) {
    var content = read(file);
    try {
      return KeyText.open(content, "key file " + file, passphrases, () -> load(file, passphrases));
    } catch (MalformedException e) {
      throw unusable(file, e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Whom the key in a file belongs to; asks for a passphrase only if nothing else tells.
  ///
  /// @throws IpvmException as [#load(Path)]
  public static PublicKey loadPublic(Path file, PassphraseSource passphrases) {
    return open(file, passphrases).publicKey();
  }

  /// Whether a passphrase is needed to sign with the key in a file.
  ///
  /// @throws IpvmException as [#load(Path)]
  public static boolean isEncrypted(Path file) {
    var content = read(file);
    try (var pem = KeyPem.decode(content)) {
      return pem.isEncrypted();
    } catch (MalformedException _) {
      // Not PEM, so not encrypted; or none at all, which reading the key will tell.
      return false;
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Writes a new file; an existing one is never overwritten (`CONFLICT`).
  ///
  /// The file appears whole or not at all, and at no moment can others read it.
  ///
  /// @throws IpvmException `CONFLICT`, `NOT_FOUND` without the folder, `NOT_AUTHORISED` in a folder
  ///   where this user may not write
  public static void create(Path file, KeyPair key) {
    create(file, KeyText.encode(key, KeyText.Format.PKCS8));
  }

  /// Writes a new file under a passphrase, as [#create(Path, KeyPair)].
  public static void create(Path file, KeyPair key, Passphrase passphrase) {
    create(file, KeyText.encode(key, passphrase));
  }

  /// Writes a new file with `content`, which is a secret and is wiped, as [#create(Path, KeyPair)].
  public static void create(Path file, byte[] content) {
    try {
      NewFile.write(file, content);
    } catch (IOException e) {
      throw notWritten(file, e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Puts a new key in the place of one that is kept under another name: `retired`, which must not
  /// exist. At every moment, even if the machine stops, `file` is one of both, whole.
  ///
  /// @throws IpvmException as [#create(Path, KeyPair)]
  public static void replace(Path file, Path retired, byte[] content) {
    try {
      NewFile.replace(file, retired, content);
    } catch (IOException e) {
      throw notWritten(file, e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static IpvmException notWritten(Path file, IOException e) {
    return switch (e) {
      case FileAlreadyExistsException taken ->
          new IpvmException(
              ErrorCode.CONFLICT,
              "key file "
                  + (taken.getFile() == null ? file : taken.getFile())
                  + " exists and is never overwritten",
              e);
      case NoSuchFileException _ ->
          new IpvmException(
              ErrorCode.NOT_FOUND, "key file " + file + ": its folder does not exist", e);
      case AccessDeniedException _ ->
          new IpvmException(
              ErrorCode.NOT_AUTHORISED, "key file " + file + ": this user may not write there", e);
      default ->
          new IpvmException(
              ErrorCode.UNAVAILABLE,
              "key file " + file + " could not be written: " + e.getMessage(),
              e);
    };
  }

  private static MalformedException unusable(Path file, MalformedException e) {
    return new MalformedException(
        "key file " + file + " holds no usable private key: " + e.getMessage());
  }

  private static byte[] read(Path file) {
    return SecretFile.read(file, "key file", KeyText.MAX_SIZE);
  }
}
