package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import java.util.List;

/// `ipvm config list`: every setting and, with `--origin`, who chose it.
final class ConfigListCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Lists all settings. Each comes from the first that says it: flag, variable, the"
                + " project's ipvm.toml, your settings.toml, default.")
        .flag("--origin", "also where each value comes from")
        .example("IPVM__CONCURRENCY=2 ipvm config list --origin");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var settings = session.settings();
    boolean origin = arguments.flag("--origin") || session.printer().format().structured();
    var listing =
        new Listing<>((Setting setting) -> answer(setting, settings.get(setting)), Setting::key)
            .column(Column.fixed("SETTING"), Setting::key)
            .column(Column.text("VALUE"), setting -> settings.text(setting));
    if (origin) {
      listing.column(Column.text("ORIGIN"), setting -> settings.get(setting).origin());
    }
    listing
        .wide(Column.fixed("VARIABLE"), Setting::variable)
        .wide(Column.text("PURPOSE"), Setting::purpose);
    session.printer().list(listing, List.of(Setting.values()));
    return ExitStatus.OK;
  }

  private static Answer answer(Setting setting, Settings.Chosen chosen) {
    return Answer.fields()
        .put("setting", setting.key())
        .put("value", chosen.text())
        .put("origin", chosen.origin())
        .build();
  }
}
