package io.ipvm.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a secret into a file that did not exist, so that it is there whole or not at all.
final class NewFile {
  private NewFile() {}

  /// Writes and syncs a neighbour that only the owner can read, then gives it its name.
  ///
  /// @throws FileAlreadyExistsException if the name is taken
  static void write(Path file, byte[] content) throws IOException {
    var target = file.toAbsolutePath();
    var folder = folder(target);
    try (var neighbour = Neighbour.write(folder, content)) {
      giveName(neighbour.file, target);
      syncFolder(folder);
    }
  }

  /// Writes `content` in the place of `file`, whose content stays under the name `kept`.
  ///
  /// @throws FileAlreadyExistsException if the name `kept` is taken
  static void replace(Path file, Path kept, byte[] content) throws IOException {
    var target = file.toAbsolutePath();
    var folder = folder(target);
    try (var neighbour = Neighbour.write(folder, content)) {
      keep(target, kept.toAbsolutePath(), folder);
      syncFolder(folder);
      Files.move(neighbour.file, target, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(folder);
    }
  }

  /// A second name for what is there, or a second copy where there are no links.
  private static void keep(Path file, Path kept, Path folder) throws IOException {
    try {
      Files.createLink(kept, file);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException _) {
      try (var copy = Neighbour.write(folder, Files.readAllBytes(file))) {
        Files.move(copy.file, kept);
      }
    }
  }

  private static Path folder(Path target) throws FileAlreadyExistsException {
    var folder = target.getParent();
    if (folder == null) {
      throw new FileAlreadyExistsException(target + " is the root of a file system");
    }
    return folder;
  }

  /// A synced file beside the one that will be; gone when closed, unless it was renamed.
  private record Neighbour(Path file) implements AutoCloseable {
    static Neighbour write(Path folder, byte[] content) throws IOException {
      var file = Files.createTempFile(folder, ".key", ".new", FileRights.ownerOnly(folder));
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (var rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
          channel.write(rest);
        }
        channel.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
      return new Neighbour(file);
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
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
