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
  /// A limit or quota was reached, or the disk is full.
  EXHAUSTED,
  /// Nothing is wrong with the request; a later attempt may succeed.
  UNAVAILABLE,
  /// An effect may or may not have happened.
  IN_DOUBT,
  /// Stored data is damaged.
  CORRUPT,
  BUG
}
