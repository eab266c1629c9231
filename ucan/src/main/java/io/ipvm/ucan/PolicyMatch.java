package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import java.util.Set;

/// What a policy says of arguments.
public sealed interface PolicyMatch {
  /// Every statement holds.
  record Satisfied() implements PolicyMatch {}

  /// A statement does not hold.
  ///
  /// @param statement where it stands in the policy, from 0
  /// @param demanded the statement as a person writes it
  /// @param found what the arguments have in its place, or that they have nothing, in words
  record Failed(int statement, String demanded, String found) implements PolicyMatch {}

  /// It depends on results that are not there yet (rule POL-9).
  ///
  /// @param awaited the Task IDs
  record Pending(Set<Cid> awaited) implements PolicyMatch {
    public Pending {
      awaited = Set.copyOf(awaited);
    }
  }
}
