package io.ipvm.cli;

import io.ipvm.store.Footprint;
import java.nio.file.Files;
import java.util.Optional;

/// `ipvm store stat`: what the store holds, and how much room that takes.
final class StoreStatCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Shows how much room the parts of the store take.")
        .example("ipvm store stat -o json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var root = session.dataDirectory().root();
    var footprint = Footprint.of(root);
    long quota = session.quota().bytes();
    session.quota().warning(footprint.bytes()).ifPresent(session.messages()::warn);
    boolean there = Files.exists(session.dataDirectory().nodeKey());
    session
        .printer()
        .fields(
            Answer.fields()
                .put("folder", root.toString())
                .put("segments", footprint.segments())
                .put("logBytes", footprint.logBytes())
                .put("packs", footprint.packs())
                .put("packBytes", footprint.packBytes())
                .put("indexBytes", footprint.indexBytes())
                .put("bytes", footprint.bytes())
                .putIfPresent("quota", Optional.of(quota).filter(bytes -> bytes > 0))
                .put("names", there ? session.reader().store().names().size() : 0)
                .build(),
            root.toString());
    return ExitStatus.OK;
  }
}
