package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import org.jspecify.annotations.Nullable;

/// The invocations that were carried out, so that none is twice (rule RPL-1).
public interface SeenInvocations {
  boolean contains(Cid invocation);

  /// Remembers, durably, until `expires` (seconds since 1970; null: for ever).
  ///
  /// @return false if it was there already: somebody else carries it out
  boolean add(Cid invocation, @Nullable Long expires);
}
