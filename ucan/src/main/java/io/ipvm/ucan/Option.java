package io.ipvm.ucan;

/// One exception from the rules, off unless named.
public enum Option {
  /// Tokens of the release candidate, tags `@1.0.0-rc.1` (rule C1).
  RELEASE_CANDIDATE,

  /// `nbf` in an invocation; it is enforced then (rule C11).
  INVOCATION_NBF,

  /// Promises written `ucan/await/ok`, `ucan/await/err` and `ucan/await/*` (rule C15).
  UCAN_AWAIT,

  /// A link of a chain that says more than the one before it; it counts for no more than the whole
  /// chain does (rule C18).
  WIDENED_COMMAND,

  /// Signatures over the DAG-JSON form of the payload (rule VSG-5).
  DAG_JSON_SIGNATURE,

  /// Signature algorithms besides the three of the required suite: ES384, ES512, RS256, RS384 and
  /// RS512 (rule VSG-1).
  OFF_SPEC_ALGORITHMS,

  /// Going on when nobody can tell what was revoked (rule REV-7).
  UNAVAILABLE_REVOCATIONS
}
