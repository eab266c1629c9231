package io.ipvm.cli;

import io.ipvm.store.Compaction;
import java.time.ZoneOffset;

/// `ipvm store compact`: makes the store smaller and keeps everything.
final class StoreCompactCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Compresses the parts of the log that nothing is added to any more, and takes out of"
                + " packs and index what newer copies replaced. Everything is kept; to take away"
                + " what is old, see store gc.")
        .example("ipvm store compact");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var root = session.dataDirectory().root();
    Compaction done;
    try (var progress = ScanProgress.on(session, "compacting the store")) {
      done = Compaction.of(root, session.console().clock().withZone(ZoneOffset.UTC), progress);
    }
    session
        .printer()
        .fields(
            Answer.fields()
                .put("folder", root.toString())
                .put("segments", done.segments())
                .put("packs", done.packs())
                .put("bytesBefore", done.before())
                .put("bytes", done.after())
                .build(),
            root.toString());
    return ExitStatus.OK;
  }
}
