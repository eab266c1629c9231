package io.ipvm.store;

import io.ipvm.ipld.Cid;
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

  /// What was found damaged and put right when the store was opened, for people.
  default List<String> notes() {
    return List.of();
  }

  @Override
  void close();
}
