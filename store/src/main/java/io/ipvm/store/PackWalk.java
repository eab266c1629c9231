package io.ipvm.store;

import java.io.IOException;
import java.util.function.Consumer;

/// Goes through one pack, block by block, reading their headers alone.
final class PackWalk {
  private PackWalk() {}

  /// Ends where no whole block begins; returns whether that is the end. In the newest pack it may
  /// be an unfinished write.
  static boolean over(Pack pack, Consumer<Pack.Entry> visitor) throws IOException {
    try (var file = PackFile.open(pack)) {
      for (var stretch : file.stretches()) {
        long at = stretch.start();
        while (at < stretch.end()) {
          var entry = pack.read(file, at, stretch.end());
          if (entry.isEmpty()) {
            return false;
          }
          visitor.accept(entry.get());
          at = entry.get().end().offset();
        }
      }
    }
    return true;
  }
}
