package io.ipvm.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Turns what the platform says about a disk into what the store says.
final class Failures {
  /// What a file system says, and [Quota].
  static final String QUOTA = "quota exceeded";

  /// The words of Linux and macOS, of a quota, of Windows; localised ones are caught by
  /// [#NEARLY_FULL].
  private static final List<String> FULL_WORDS =
      List.of("no space left", QUOTA, "not enough space");

  private static final List<String> READ_ONLY_WORDS =
      List.of("read-only file system", "permission denied", "access is denied");

  private static final long NEARLY_FULL = 64 * 1024;

  private Failures() {}

  static boolean isFull(IOException e, Path near) {
    if (says(e, FULL_WORDS)) {
      return true;
    }
    for (var place = near.toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.exists(place)) {
        return isNearlyFull(place);
      }
    }
    return false;
  }

  private static boolean isNearlyFull(Path place) {
    try {
      return Files.getFileStore(place).getUsableSpace() < NEARLY_FULL;
    } catch (IOException unknown) {
      return false;
    }
  }

  static StoreException full(Path path, IOException cause) {
    var why =
        says(cause, List.of(QUOTA)) ? reason(cause) + "; no room for " : "no room on the disk for ";
    return new StoreException(
        StoreException.Kind.FULL,
        why + path + ": nothing was lost, this was not accepted; make room and try again",
        cause);
  }

  /// A file of the store could not be opened, made or read.
  static StoreException opening(Path path, IOException e) {
    if (isFull(e, path)) {
      return full(path, e);
    }
    if (e instanceof AccessDeniedException || says(e, READ_ONLY_WORDS)) {
      return readOnly(path, e);
    }
    return new StoreException(
        StoreException.Kind.FAILED, path + " cannot be used: " + reason(e), e);
  }

  static StoreException readOnly(Path path, Exception cause) {
    return new StoreException(
        StoreException.Kind.READ_ONLY,
        path + " cannot be written: the folder is read-only or belongs to another user",
        cause);
  }

  static StoreException readOnlyStore() {
    return new StoreException(
        StoreException.Kind.READ_ONLY, "the store was opened for reading only");
  }

  /// What was to be written may or may not be on the disk now: only a new start finds out.
  static StoreException writing(Path path, IOException e) {
    return new StoreException(
        StoreException.Kind.FAILED,
        "writing "
            + path
            + " failed ("
            + reason(e)
            + "): the store stopped and takes no more; what was acknowledged is safe, start again"
            + " when the disk is well",
        e);
  }

  static StoreException corrupt(Path path, long offset, String what) {
    return new StoreException(
        StoreException.Kind.CORRUPT, path + " is damaged at byte " + offset + ": " + what);
  }

  static String reason(IOException e) {
    var message = e.getMessage();
    return e instanceof FileSystemException || message == null ? e.toString() : message;
  }

  private static boolean says(IOException e, List<String> words) {
    var message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(message::contains);
  }
}
