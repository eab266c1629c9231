package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import java.util.List;
import java.util.Optional;

/// What a node remembers beside its runs and blocks: tokens, what was revoked, carried out, spent.
/// Small values under keys, in an order that can be walked.
public interface Facts {
  /// Most facts that are noted at once.
  int MAX_AT_ONCE = 1024;

  /// Largest sum of keys and values that are noted at once, in bytes.
  int MAX_BYTES_AT_ONCE = 2 * 1024 * 1024;

  Optional<Bytes> find(String space, Bytes key);

  /// The facts whose keys begin with `prefix`, in the order of the bytes of their keys.
  ///
  /// @param after the last key that was seen; empty: from the beginning
  List<Fact> findAll(String space, Bytes prefix, Optional<Bytes> after, int limit);

  /// Remembers all of them or none, durably; a later fact about a key replaces an earlier one.
  ///
  /// @throws io.ipvm.ipld.IpvmException `EXHAUSTED` if there are more than [#MAX_AT_ONCE] or larger
  ///   than [#MAX_BYTES_AT_ONCE]
  void note(List<Fact> facts);
}
