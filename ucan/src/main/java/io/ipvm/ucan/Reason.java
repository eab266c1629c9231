package io.ipvm.ucan;

/// Why an invocation is refused; each says what its holder can do about it (section 4.2 of the
/// rules).
public enum Reason {
  /// Not a strict token of UCAN 1.0: mend how it is written.
  MALFORMED,
  /// Addressed to somebody else.
  WRONG_EXECUTOR,
  /// Not signed by its issuer.
  BAD_SIGNATURE,
  /// Too late: get a fresh one.
  EXPIRED,
  /// Too early: wait.
  NOT_YET_VALID,
  /// This very invocation was carried out before: make a new one.
  REPLAYED,
  /// A delegation named in `prf` is not there.
  PROOF_MISSING,
  /// The first delegation says nothing of whose command it is.
  POWERLINE_ROOT,
  /// A delegation speaks about another subject, or the invocation about one that is not the
  /// executor's to lend.
  SUBJECT_MISMATCH,
  /// An issuer is not who the delegation before names, or the last audience is not the invoker.
  CHAIN_BROKEN,
  /// No proofs, and the invoker is not the subject.
  NO_AUTHORITY,
  /// A delegation does not cover the command.
  COMMAND_NOT_COVERED,
  /// A delegation says more than the one before it.
  COMMAND_WIDENED,
  /// Somebody who may has revoked a delegation: stop using it.
  REVOKED,
  /// A statement of a policy does not hold.
  POLICY_FAILED,
  /// The subject does not own the resource outside that the arguments name.
  RESOURCE_NOT_OWNED
}
