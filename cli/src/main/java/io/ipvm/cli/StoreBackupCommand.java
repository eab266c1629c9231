package io.ipvm.cli;

import io.ipvm.store.Backup;

/// `ipvm store backup DIR`: copies the store, also while it is in use.
final class StoreBackupCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Copies the store, also while another process uses it. The same folder again takes only"
                + " what is new. Keys are not copied.")
        .operand("DIR", "an empty folder, or one with an earlier backup")
        .example("ipvm store backup /backup/ipvm");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var target = session.console().resolve(arguments.operand(0));
    Backup done;
    try (var progress = ScanProgress.on(session, "copying the store")) {
      done = Backup.of(session.dataDirectory().root(), target, progress);
    }
    StoreFolders.print(done, target, session);
    return ExitStatus.OK;
  }
}
