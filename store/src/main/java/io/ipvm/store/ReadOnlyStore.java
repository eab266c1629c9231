package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A store as it stood when it was opened; refuses everything that would change it.
final class ReadOnlyStore implements Store {
  private final Opening opened;
  private final Catalog catalog;

  ReadOnlyStore(Opening opened) {
    this.opened = opened;
    catalog = opened.catalog();
  }

  @Override
  public RunLog runs() {
    return new RunLog() {
      @Override
      public long claim(RunId run) {
        throw Failures.readOnlyStore();
      }

      @Override
      public void append(RunId run, long epoch, List<RunRecord> records, Durability durability) {
        throw Failures.readOnlyStore();
      }

      @Override
      public List<RunRecord> read(RunId run) {
        return catalog.read(run);
      }

      @Override
      public Optional<Receipt> findReceipt(Cid receipt) {
        return catalog.findReceipt(receipt);
      }

      @Override
      public List<Cid> findReceipts(Bytes from, Bytes below, int limit) {
        return catalog.findReceipts(from, below, limit);
      }

      @Override
      public Optional<MemoEntry> findMemo(MemoKey key) {
        return catalog.findMemo(key);
      }

      @Override
      public List<RunSummary> findRuns(int limit) {
        return catalog.findRuns(limit);
      }

      @Override
      public Optional<RunSummary> findAlias(String alias) {
        return catalog.findAlias(alias);
      }

      @Override
      public Optional<RunSummary> findRun(String idOrAlias) {
        return catalog.findRun(idOrAlias);
      }
    };
  }

  @Override
  public BlockStore blocks() {
    return opened.blocks();
  }

  @Override
  public Optional<Cid> findName(String name) {
    return catalog.findName(name);
  }

  @Override
  public void name(String name, Cid cid) {
    throw Failures.readOnlyStore();
  }

  @Override
  public Map<String, Cid> names() {
    return catalog.names();
  }

  @Override
  public void pin(Cid cid, Instant now) {
    throw Failures.readOnlyStore();
  }

  @Override
  public boolean unpin(Cid cid) {
    throw Failures.readOnlyStore();
  }

  @Override
  public Map<Cid, Instant> pins() {
    return catalog.pins();
  }

  @Override
  public Facts facts() {
    return new CatalogFacts(
        catalog,
        _ -> {
          throw Failures.readOnlyStore();
        });
  }

  @Override
  public List<String> notes() {
    return List.copyOf(opened.notes());
  }

  @Override
  public void close() {
    opened.close();
  }
}
