package io.ipvm.cli;

import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.Footprint;
import java.time.Clock;

/// `ipvm store rebuild`: makes the index anew from the log.
final class StoreRebuildCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Makes the index of the store anew from its log.")
        .example("ipvm store rebuild");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var root = session.dataDirectory().root();
    if (Footprint.of(root).segments() == 0) {
      throw new Failure(
          ExitStatus.NOT_FOUND,
          "there is no store to index",
          root + " has no log",
          "name the data directory: --data-dir DIR");
    }
    try (var progress = ScanProgress.on(session, "reading the log")) {
      EmbeddedStore.rebuild(root, Clock.systemUTC(), progress);
    }
    var footprint = Footprint.of(root);
    session
        .printer()
        .fields(
            Answer.fields()
                .put("folder", root.toString())
                .put("logBytes", footprint.logBytes())
                .put("indexBytes", footprint.indexBytes())
                .build(),
            root.toString());
    if (footprint.indexBytes() == 0) {
      session.messages().tell("a log this small is read as it is, it needs no index");
    }
    return ExitStatus.OK;
  }
}
