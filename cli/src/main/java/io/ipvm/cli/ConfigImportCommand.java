package io.ipvm.cli;

import io.ipvm.cli.HomestarSettings.Fate;
import io.ipvm.cli.HomestarSettings.Line;
import io.ipvm.cli.Table.Column;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.KeyPair;
import java.nio.file.Files;
import java.nio.file.Path;

/// `ipvm config import`: takes what it can from a settings file of Homestar.
final class ConfigImportCommand implements Command {
  /// Of the data directory: who this node will be among Homestar's peers.
  static final String PEER_KEY = "peer.key";

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Reads a settings file of Homestar and says of every key whether it is taken, comes"
                + " later, or is ignored, and why. A key pair is copied to "
                + PEER_KEY
                + " in the data directory.")
        .operand("FILE", "a settings.toml of Homestar 0.3.0")
        .flag("--dry-run", "say it, and change nothing")
        .example("ipvm config import ~/.config/homestar/settings.toml --dry-run");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var file = session.console().resolve(arguments.operand(0));
    if (!Files.isRegularFile(file)) {
      throw new IpvmException(ErrorCode.NOT_FOUND, "there is no file " + file);
    }
    var settings = HomestarSettings.read(file, session.console().folder());
    boolean refused = settings.lines().stream().anyMatch(line -> line.fate() == Fate.REFUSED);
    if (!refused && !arguments.flag("--dry-run")) {
      settings.key().ifPresent(key -> keep(key, session));
    }
    var listing =
        new Listing<>(ConfigImportCommand::answer, Line::key)
            .column(Column.fixed("KEY"), Line::key)
            .column(Column.fixed("FATE"), line -> line.fate().text())
            .column(Column.text("WHY"), Line::reason);
    session.printer().list(listing, settings.lines());
    return refused ? ExitStatus.USAGE : ExitStatus.OK;
  }

  private static void keep(KeyPair key, Session session) {
    var file =
        session.console().resolve(session.settings().text(Setting.DATA_DIR)).resolve(PEER_KEY);
    if (!isKept(key, file)) {
      KeyFile.create(file, key);
    }
  }

  private static boolean isKept(KeyPair key, Path file) {
    return Files.exists(file) && KeyFile.load(file).publicKey().equals(key.publicKey());
  }

  private static Answer answer(Line line) {
    return Answer.fields()
        .put("key", line.key())
        .put("fate", line.fate().text())
        .put("why", line.reason())
        .build();
  }
}
