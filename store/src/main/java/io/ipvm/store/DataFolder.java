package io.ipvm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Where the parts of a store lie in a data directory.
record DataFolder(Path root) {
  Path log() {
    return root.resolve("log");
  }

  Path packs() {
    return root.resolve("packs");
  }

  Path index() {
    return root.resolve("index.db");
  }

  Path lock() {
    return root.resolve("lock");
  }

  /// Makes the folders that are missing, durably, and for their owner alone: what runs are given
  /// and come to is nobody else's business.
  void create() {
    create(root);
    create(log());
    create(packs());
  }

  private static void create(Path folder) {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      var parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectories(folder, ownerOnly(folder));
      if (parent != null) {
        Disk.syncFolder(parent);
      }
    } catch (IOException e) {
      throw Failures.opening(folder, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
