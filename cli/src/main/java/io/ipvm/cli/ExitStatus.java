package io.ipvm.cli;

import io.ipvm.ipld.IpvmException;
import io.ipvm.store.RunStatus;
import io.ipvm.store.StoreException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/// What the process tells its caller at the end. The numbers are a contract: docs/cli.md.
enum ExitStatus {
  OK(0),
  /// The workflow or a task failed.
  FAILED(1),
  USAGE(2),
  MISMATCH(3),
  NOT_FOUND(4),
  NOT_AUTHORISED(5),
  CONFLICT(6),
  UNAVAILABLE(7),
  IN_DOUBT(8),
  STORE_CORRUPT(10),
  STORE_NEWER(11),
  STORE_LOCKED(12),
  /// The disk is full or cannot be written.
  STORE_UNWRITABLE(13),
  /// Parts of the program itself are missing or damaged.
  INSTALLATION(14),
  INTERRUPTED(130);

  private final int number;

  ExitStatus(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /// The name in machine-readable errors, such as `not-found`.
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What a failure means for the caller.
  static ExitStatus of(Throwable failure) {
    return switch (failure) {
      case Failure told -> told.status();
      case StoreException store -> of(store.kind());
      case IpvmException other ->
          switch (other.code()) {
            case CALLER_ERROR -> USAGE;
            case NOT_FOUND -> NOT_FOUND;
            case NOT_AUTHORISED -> NOT_AUTHORISED;
            case CONFLICT -> CONFLICT;
            case MISMATCH -> MISMATCH;
            case EXHAUSTED, UNAVAILABLE -> UNAVAILABLE;
            case IN_DOUBT -> IN_DOUBT;
            case CORRUPT -> STORE_CORRUPT;
            case BUG -> FAILED;
          };
      case InterruptedException _ -> INTERRUPTED;
      case InvalidPathException _ -> USAGE;
      case NoSuchFileException _ -> NOT_FOUND;
      case AccessDeniedException _ -> NOT_AUTHORISED;
      case LinkageError _ -> INSTALLATION;
      default -> FAILED;
    };
  }

  /// How a run ended.
  static ExitStatus of(RunStatus status) {
    return switch (status) {
      case COMPLETED -> OK;
      case FAILED, CANCELLED -> FAILED;
      case INTERRUPTED, RUNNING -> INTERRUPTED;
      case IN_DOUBT -> IN_DOUBT;
    };
  }

  private static ExitStatus of(StoreException.Kind kind) {
    return switch (kind) {
      case CORRUPT -> STORE_CORRUPT;
      case NEWER -> STORE_NEWER;
      case LOCKED -> STORE_LOCKED;
      case FULL, READ_ONLY -> STORE_UNWRITABLE;
      case STALE_OWNER -> CONFLICT;
      case FAILED -> UNAVAILABLE;
    };
  }
}
