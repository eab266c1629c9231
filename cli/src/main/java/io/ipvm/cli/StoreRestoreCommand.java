package io.ipvm.cli;

import io.ipvm.store.Backup;

/// `ipvm store restore DIR`: makes a store of a backup.
final class StoreRestoreCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Makes the store of this data directory of a backup, on this machine or another, after"
                + " everything in it has been checked. A store that is there is left as it is.")
        .operand("DIR", "with a backup")
        .example("ipvm store restore /backup/ipvm --data-dir ~/ipvm");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var backup = session.console().resolve(arguments.operand(0));
    var root = session.dataDirectory().root();
    Backup done;
    try (var progress = ScanProgress.on(session, "restoring the store")) {
      done = Backup.restore(backup, root, progress);
    }
    StoreFolders.print(done, root, session);
    return ExitStatus.OK;
  }
}
