package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import java.util.List;
import java.util.Locale;

/// `ipvm doctor`: looks at everything this program stands on, and says what to do about it.
final class DoctorCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Looks for what could go wrong. Exits with 1 if something has.")
        .example("ipvm doctor");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var findings = Checkup.of(session);
    print(findings, session.printer());
    boolean healthy = findings.stream().noneMatch(f -> f.verdict() == Checkup.Verdict.FAIL);
    session.messages().tell(healthy ? "nothing is broken" : "something is broken, see above");
    return healthy ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private static void print(List<Checkup.Finding> findings, Printer printer) {
    var listing =
        new Listing<>(DoctorCommand::answer, Checkup.Finding::subject)
            .tinted(Column.fixed(""), DoctorCommand::verdict)
            .column(Column.fixed("CHECK"), Checkup.Finding::subject)
            .column(Column.text("FOUND"), Checkup.Finding::found);
    printer.list(listing, findings);
    if (printer.format() == OutputFormat.TABLE || printer.format() == OutputFormat.WIDE) {
      findings.stream()
          .filter(finding -> !finding.advice().isEmpty())
          .forEach(f -> printer.text(f.subject() + ": " + Text.visible(f.advice())));
    }
  }

  private static Cell verdict(Checkup.Finding finding) {
    return switch (finding.verdict()) {
      case OK -> new Cell("ok", Tint.GOOD);
      case WARN -> new Cell("warn", Tint.WARNING);
      case FAIL -> new Cell("FAIL", Tint.BAD);
    };
  }

  private static Answer answer(Checkup.Finding finding) {
    return Answer.fields()
        .put("check", finding.subject())
        .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
        .put("found", finding.found())
        .put("advice", finding.advice())
        .build();
  }
}
