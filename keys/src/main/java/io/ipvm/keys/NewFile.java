package io.ipvm.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Writes a secret into a file that did not exist, so that it is there whole or not at all.
final class NewFile {
  private NewFile() {}

  /// Writes and syncs a neighbour that only the owner can read, then gives it its name.
  ///
  /// @throws FileAlreadyExistsException if the name is taken
  static void write(Path file, byte[] content) throws IOException {
    var target = file.toAbsolutePath();
    var folder = target.getParent();
    if (folder == null) {
      throw new FileAlreadyExistsException(file + " is the root of a file system");
    }
    var neighbour = Files.createTempFile(folder, ".key", ".new", FileRights.ownerOnly(folder));
    try {
      try (var channel = FileChannel.open(neighbour, StandardOpenOption.WRITE)) {
        for (var rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
          channel.write(rest);
        }
        channel.force(true);
      }
      giveName(neighbour, target);
      syncFolder(folder);
    } finally {
      Files.deleteIfExists(neighbour);
    }
  }

  /// A link fails if the name is taken, in one step; a move might replace.
  private static void giveName(Path neighbour, Path target) throws IOException {
    try {
      Files.createLink(target, neighbour);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException _) {
      // FAT and some network shares have no links; this move replaces nothing.
      Files.move(neighbour, target);
    }
  }

  /// Makes the name durable too; Windows has no way to open a folder, and does without.
  private static void syncFolder(Path folder) throws IOException {
    if (FileRights.isPosix(folder)) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
