package io.ipvm.keys;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Reads a file that is for its owner alone.
final class SecretFile {
  private SecretFile() {}

  /// The content, for the caller to wipe.
  ///
  /// @param kind what to call the file in messages, such as `key file`
  /// @throws IpvmException `NOT_FOUND`, `NOT_AUTHORISED` when others can read the file or we
  ///   cannot, `CALLER_ERROR` when it is no file or has more than `limit` bytes
  static byte[] read(Path file, String kind, int limit) {
    var name = kind + " " + file;
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        // A pipe would be waited for, a device read without end.
        throw new MalformedException(
            name + " is " + (attributes.isDirectory() ? "a folder" : "no file"));
      }
      FileRights.of(file).requirePrivate(kind, file);
      try (var in = Files.newInputStream(file)) {
        var content = in.readNBytes(limit + 1);
        if (content.length > limit) {
          throw new MalformedException(
              name + " has more than " + limit + " bytes, it is no " + kind.replace(" file", ""));
        }
        return content;
      }
    } catch (NoSuchFileException e) {
      throw new IpvmException(ErrorCode.NOT_FOUND, name + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IpvmException(ErrorCode.NOT_AUTHORISED, name + " may not be read by this user", e);
    } catch (IOException e) {
      throw new IpvmException(
          ErrorCode.UNAVAILABLE, name + " could not be read: " + e.getMessage(), e);
    }
  }
}
