package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an index takes up in one transaction, and how far it reaches then.
///
/// @param position log position, all before it is durable
/// @param packs position in the packs, all before it is durable
/// @param memos positions by digest of the memo key
record Delta(
    long position,
    PackPosition packs,
    Map<Cid, Long> receipts,
    Map<Bytes, Long> memos,
    Contents contents) {

  /// The rest: what is replaced as a whole.
  ///
  /// @param pins since when, empty for one that is pinned no more
  /// @param facts empty for one that has no value any more
  record Contents(
      List<RunState.Row> runs,
      Map<String, Cid> names,
      Map<Cid, Pack.Location> blocks,
      Map<Cid, Optional<Instant>> pins,
      Map<Fact.Key, Optional<Bytes>> facts,
      LogEntry.Forgotten forgotten) {}
}
