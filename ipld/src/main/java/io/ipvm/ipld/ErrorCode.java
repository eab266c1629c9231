package io.ipvm.ipld;

/// What kind of failure an [IpvmException] is; the edge maps it to an exit status or an HTTP
/// status.
public enum ErrorCode {
  /// The caller's input is wrong; repeating it unchanged cannot help.
  CALLER_ERROR,
  NOT_FOUND,
  NOT_AUTHORISED,
  CONFLICT,
  /// A check of something claimed (a signature, a hash, a replay) failed.
  MISMATCH,
  /// The request, or what came of it, is larger than a limit.
  EXHAUSTED,
  /// Nothing is wrong with the request; a later attempt may succeed. Also when the disk is full.
  UNAVAILABLE,
  /// An effect may or may not have happened.
  IN_DOUBT,
  /// Stored data is damaged.
  CORRUPT,
  BUG
}
