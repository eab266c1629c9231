package io.ipvm.cli;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.node.NotAuthorisedException;
import io.ipvm.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns whatever was thrown into the three lines a person needs.
final class Explanations {
  private Explanations() {}

  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case Failure told -> told;
      case StoreException store -> ofStore(store);
      case NotAuthorisedException refused ->
          new Failure(
              ExitStatus.of(refused),
              refused.code() == ErrorCode.UNAVAILABLE
                  ? "nobody can tell now whether that is allowed"
                  : "that is not allowed, nothing was run",
              message(refused),
              refused.code() == ErrorCode.UNAVAILABLE
                  ? "repeat it later"
                  : "ipvm ucan verify FILE shows all of it",
              refused.explanation());
      case IpvmException known -> ofKnown(known);
      case IOException io -> ofIo(io);
      case UncheckedIOException io -> ofIo(requireNonNull(io.getCause()));
      case InvalidPathException path -> ofPath(path);
      case InterruptedException _ ->
          new Failure(
              ExitStatus.INTERRUPTED, "interrupted", "", "the same command goes on from here");
      case OutOfMemoryError _ ->
          new Failure(
              ExitStatus.UNAVAILABLE,
              "out of memory",
              "the Java heap of " + Humane.size(Runtime.getRuntime().maxMemory()) + " is full",
              "JAVA_TOOL_OPTIONS=-Xmx2g ipvm ..., or --concurrency 1");
      case LinkageError broken ->
          new Failure(
              ExitStatus.INSTALLATION,
              "this installation is damaged",
              broken.getClass().getSimpleName() + ": " + message(broken),
              "install ipvm again, or in a checkout: ./build clean package");
      default ->
          new Failure(
              ExitStatus.FAILED,
              "a mistake in ipvm itself, please report it",
              thrown.getClass().getSimpleName() + ": " + message(thrown) + place(thrown),
              "IPVM_TRACE=1 ipvm ... shows where");
    };
  }

  private static Failure ofStore(StoreException e) {
    var status = ExitStatus.of(e);
    return switch (e.kind()) {
      case CORRUPT ->
          new Failure(status, "the data directory is damaged", message(e), "ipvm doctor");
      case NEWER ->
          new Failure(
              status,
              "the data directory belongs to a newer ipvm",
              message(e),
              "use that version, or another folder: --data-dir DIR");
      case LOCKED ->
          new Failure(
              status,
              "another process uses the data directory",
              message(e),
              "wait for it, or use another folder: --data-dir DIR");
      case FULL ->
          new Failure(status, "there is no room for more", message(e), "make room, then repeat");
      case READ_ONLY ->
          new Failure(
              status,
              "the data directory cannot be written",
              message(e),
              "use another folder: --data-dir DIR");
      case STALE_OWNER ->
          new Failure(status, "another process took the run over", message(e), "ipvm runs ls");
      case FAILED ->
          new Failure(
              status,
              "the disk refused a write",
              message(e),
              "ipvm doctor, then repeat: what was finished is kept");
    };
  }

  private static Failure ofKnown(IpvmException e) {
    var status = ExitStatus.of(e);
    return switch (e.code()) {
      case CALLER_ERROR -> new Failure(status, "that cannot be done", message(e), "");
      case NOT_FOUND -> new Failure(status, "not found", message(e), "");
      case NOT_AUTHORISED -> new Failure(status, "not allowed", message(e), "ipvm doctor");
      case CONFLICT -> new Failure(status, "that is taken", message(e), "choose another");
      case MISMATCH -> new Failure(status, "a check failed", message(e), "");
      case EXHAUSTED -> new Failure(status, "a limit was reached", message(e), "");
      case UNAVAILABLE -> new Failure(status, "not possible now", message(e), "repeat it later");
      case IN_DOUBT ->
          new Failure(
              status,
              "an effect may or may not have happened",
              message(e),
              "look at the other side before running it again");
      case CORRUPT -> new Failure(status, "stored data is damaged", message(e), "ipvm doctor");
      case BUG ->
          new Failure(
              status,
              "a mistake in ipvm itself, please report it",
              message(e),
              "IPVM_TRACE=1 ipvm ... shows where");
    };
  }

  /// Java names files in the encoding of the locale, and in that of containers there is ASCII only.
  private static Failure ofPath(InvalidPathException e) {
    boolean ascii = e.getInput().chars().allMatch(c -> c < 0x80);
    return new Failure(
        ExitStatus.USAGE,
        "no file can have the name " + Text.visible(e.getInput()),
        ascii ? String.valueOf(e.getReason()) : "the locale of this shell cannot write it",
        ascii ? "" : "LC_ALL=C.UTF-8 ipvm ...");
  }

  private static Failure ofIo(IOException e) {
    var status = ExitStatus.of(e);
    return switch (e) {
      case NoSuchFileException missing ->
          new Failure(status, "there is no file " + missing.getFile(), "it does not exist", "ls");
      case AccessDeniedException denied ->
          new Failure(
              status,
              "no access to " + denied.getFile(),
              "its rights forbid it",
              "ls -ld " + denied.getFile());
      case FileAlreadyExistsException other ->
          new Failure(
              ExitStatus.CONFLICT,
              "cannot write " + other.getFile(),
              "a file has that name already",
              "choose another");
      case DirectoryNotEmptyException other -> isDirectory(other.getFile());
      case FileSystemException other when "Is a directory".equals(other.getReason()) ->
          isDirectory(other.getFile());
      case FileSystemException other when isFull(other.getReason()) ->
          new Failure(
              ExitStatus.STORE_UNWRITABLE,
              "cannot write " + other.getFile(),
              String.valueOf(other.getReason()),
              "make room, or write elsewhere");
      case IOException other when isFull(other.getMessage()) ->
          new Failure(
              ExitStatus.STORE_UNWRITABLE,
              "cannot write",
              message(other),
              "make room, or write elsewhere");
      default -> new Failure(status, "reading or writing failed", message(e), "");
    };
  }

  private static Failure isDirectory(String file) {
    return new Failure(
        ExitStatus.CONFLICT, "cannot write " + file, "it is a directory", "name a file in it");
  }

  private static boolean isFull(@Nullable String reason) {
    var text = String.valueOf(reason).toLowerCase(Locale.ROOT);
    return text.contains("no space") || text.contains("read-only") || text.contains("quota");
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? "no message" : e.getMessage();
  }

  private static String place(Throwable e) {
    return e.getStackTrace().length == 0 ? "" : " (" + e.getStackTrace()[0] + ")";
  }
}
