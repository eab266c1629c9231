package io.ipvm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that a person named with `-O`: it is there whole or not at all, and what was there stays
/// until then.
///
/// A link stays a link. What is no plain file, such as a pipe or `/dev/null`, is written to as it
/// is: nothing may take its place.
final class WholeFile {
  private static final Set<PosixFilePermission> USUAL =
      PosixFilePermissions.fromString("rw-r--r--");

  private WholeFile() {}

  /// Writes the content.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static void write(Path named, Content content) throws IOException {
    if (Files.isDirectory(named)) {
      throw new FileSystemException(named.toString(), null, "Is a directory");
    }
    if (Files.exists(named) && !Files.isRegularFile(named)) {
      try (var out = Files.newOutputStream(named)) {
        content.writeTo(out);
      }
      return;
    }
    var target = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
    var folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder));
    }
    var part = Files.createTempFile(folder, "." + target.getFileName() + ".", ".part");
    try {
      try (var out = Files.newOutputStream(part)) {
        content.writeTo(out);
      }
      if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
        boolean replaces = Files.exists(target);
        Files.setPosixFilePermissions(
            part, replaces ? Files.getPosixFilePermissions(target) : USUAL);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
