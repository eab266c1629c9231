package io.ipvm.store;

import io.ipvm.workflow.RunId;

/// Who may append to a run: whoever claimed it last.
final class Ownership {
  /// The epoch of a run that nobody claimed yet.
  static final long NOBODY = 0;

  private Ownership() {}

  static void check(RunId run, long epoch, long newest) {
    if (newest == NOBODY) {
      throw new StoreException(
          StoreException.Kind.STALE_OWNER, "run " + run + " has no owner: claim it first");
    }
    if (epoch != newest) {
      throw new StoreException(
          StoreException.Kind.STALE_OWNER,
          "run " + run + " has a newer owner: epoch " + newest + " is there, not " + epoch);
    }
  }
}
