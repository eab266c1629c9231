package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The facts of a store on disk.
///
/// @param append writes them to the log, durably, and lets the catalog know
record CatalogFacts(Catalog catalog, Consumer<List<Fact>> append) implements Facts {
  @Override
  public Optional<Bytes> find(String space, Bytes key) {
    return catalog.findFact(space, key);
  }

  @Override
  public List<Fact> findAll(String space, Bytes prefix, Optional<Bytes> after, int limit) {
    return catalog.findFacts(space, prefix, after, limit);
  }

  @Override
  public void note(List<Fact> facts) {
    check(facts);
    if (!facts.isEmpty()) {
      append.accept(facts);
    }
  }

  /// Refuses more than one entry of the log should hold.
  static void check(List<Fact> facts) {
    if (facts.size() > MAX_AT_ONCE) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED, facts.size() + " facts at once, limit " + MAX_AT_ONCE);
    }
    long bytes = facts.stream().mapToLong(Fact::size).sum();
    if (bytes > MAX_BYTES_AT_ONCE) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED, "facts of " + bytes + " bytes at once, limit " + MAX_BYTES_AT_ONCE);
    }
  }
}
