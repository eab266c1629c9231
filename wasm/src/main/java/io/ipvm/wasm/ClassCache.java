package io.ipvm.wasm;

import io.ipvm.ipld.Cid;
import io.ipvm.wasm.core.CodeCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Generated classes on disk, so that a new process does not compile a module again.
///
/// Whoever can plant classes here runs code in the node, so an entry counts only with an HMAC over
/// profile, module and content under a key that was made on this machine and that its owner alone
/// can read. That keeps out damaged files, files from other machines and users without access to
/// the key; it is no protection against somebody who can read the node's own files.
///
/// A cache never fails a task: what cannot be read or written is not there.
final class ClassCache {
  /// Entries kept; the oldest go first.
  static final int MAX_ENTRIES = 256;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_SIZE = 32;
  private static final String SUFFIX = ".classes";

  private final Path folder;
  private final String profile;

  ClassCache(Path folder, String profile) {
    this.folder = folder;
    this.profile = profile;
  }

  /// The place of core module `number` of the module `cid`.
  CodeCache entry(Cid cid, int number) {
    var file = folder.resolve(cid + "." + number + SUFFIX);
    var context = profile + "\n" + cid + "\n" + number + "\n";
    return new CodeCache() {
      @Override
      public Optional<byte[]> find() {
        return ClassCache.this.find(file, context);
      }

      @Override
      public void store(byte[] code) {
        ClassCache.this.store(file, context, code);
      }
    };
  }

  private Optional<byte[]> find(Path file, String context) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      var sealed = Files.readAllBytes(file);
      if (sealed.length < MAC_SIZE) {
        return Optional.empty();
      }
      var code = Arrays.copyOfRange(sealed, MAC_SIZE, sealed.length);
      var mac = Arrays.copyOf(sealed, MAC_SIZE);
      return MessageDigest.isEqual(mac, mac(context, code)) ? Optional.of(code) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void store(Path file, String context, byte[] code) {
    try {
      Files.createDirectories(folder);
      var mac = mac(context, code);
      var sealed = Arrays.copyOf(mac, MAC_SIZE + code.length);
      System.arraycopy(code, 0, sealed, MAC_SIZE, code.length);
      replace(file, sealed);
      purge();
    } catch (IOException e) {
      // The next process compiles again.
    }
  }

  private void replace(Path file, byte[] content) throws IOException {
    var fresh = Files.createTempFile(folder, "new", ".tmp", ownerOnly());
    try {
      Files.write(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private void purge() throws IOException {
    try (var files = Files.list(folder)) {
      var entries =
          files
              .filter(file -> file.toString().endsWith(SUFFIX))
              .sorted(Comparator.comparingLong(ClassCache::modified).reversed())
              .skip(MAX_ENTRIES)
              .toList();
      for (var old : entries) {
        Files.deleteIfExists(old);
      }
    }
  }

  private static long modified(Path file) {
    return file.toFile().lastModified();
  }

  private byte[] mac(String context, byte[] code) throws IOException {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(), ALGORITHM));
      mac.update(context.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(code);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no " + ALGORITHM, e);
    }
  }

  /// The key of this machine, made when it is first needed.
  private byte[] key() throws IOException {
    var file = folder.resolve("key");
    if (!Files.exists(file)) {
      var key = new byte[MAC_SIZE];
      new SecureRandom().nextBytes(key);
      Files.createDirectories(folder);
      var fresh = Files.createTempFile(folder, "key", ".tmp", ownerOnly());
      try {
        Files.write(fresh, key);
        Files.createLink(file, fresh);
      } catch (FileAlreadyExistsException e) {
        // Another process was faster; its key counts.
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    var key = Files.readAllBytes(file);
    if (key.length != MAC_SIZE) {
      throw new IOException(file + " has " + key.length + " bytes, expected " + MAC_SIZE);
    }
    return key;
  }

  private FileAttribute<?>[] ownerOnly() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
