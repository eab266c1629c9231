package io.ipvm.ucan;

/// Takes a delegation back.
public final class Revocation {
  /// What invocations that revoke are of.
  public static final Command COMMAND = Command.parse("/ucan/revoke");

  private Revocation() {}
}
