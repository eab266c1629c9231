package io.ipvm.store;

import io.ipvm.ipld.Cid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything durable behind one door, so that another backend can stand here.
public interface Store extends AutoCloseable {
  RunLog runs();

  BlockStore blocks();

  /// The module registered under `name`.
  Optional<Cid> findName(String name);

  /// Registers `name`, durably; an earlier meaning is replaced.
  void name(String name, Cid cid);

  Map<String, Cid> names();

  /// Keeps the block or receipt `cid` with all it leads to, whatever is cleaned up; durably. What
  /// is pinned already stays so since then.
  void pin(Cid cid, Instant now);

  /// Ends a pin, durably; false if there is none.
  boolean unpin(Cid cid);

  /// What is pinned, since when.
  Map<Cid, Instant> pins();

  /// What is remembered beside runs and blocks.
  Facts facts();

  /// What was found damaged and put right when the store was opened, for people.
  default List<String> notes() {
    return List.of();
  }

  @Override
  void close();
}
