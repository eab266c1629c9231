package io.ipvm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

  /// Makes the folders that are missing, durably.
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
      Files.createDirectories(folder);
      var parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Disk.syncFolder(parent);
      }
    } catch (IOException e) {
      throw Failures.opening(folder, e);
    }
  }
}
