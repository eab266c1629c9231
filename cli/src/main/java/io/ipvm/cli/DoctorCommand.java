package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `ipvm doctor`: looks at everything this program stands on, and says what to do about it.
final class DoctorCommand implements Command {
  /// Columns of the table before what was found.
  private static final int ROOM_BESIDE_FOUND = "warn  data directory  ".length();

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Looks for what could go wrong, and reads everything this node has stored. Exits with 10"
                + " if stored data are damaged, with another status than 0 if something else is"
                + " wrong.")
        .example("ipvm doctor");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var findings = Checkup.of(session);
    print(findings, session.printer());
    var status = status(findings);
    boolean healthy = status == ExitStatus.OK;
    session.messages().tell(healthy ? "nothing is broken" : "something is broken, see above");
    return status;
  }

  /// Damaged data outweighs everything else: it is the one thing that cannot be made again.
  private static ExitStatus status(List<Checkup.Finding> findings) {
    var failures =
        findings.stream()
            .filter(finding -> finding.verdict() == Checkup.Verdict.FAIL)
            .map(Checkup.Finding::status)
            .toList();
    if (failures.isEmpty()) {
      return ExitStatus.OK;
    }
    return failures.contains(ExitStatus.STORE_CORRUPT)
        ? ExitStatus.STORE_CORRUPT
        : failures.getFirst();
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
          .filter(finding -> finding.verdict() != Checkup.Verdict.OK)
          .flatMap(finding -> whole(finding, printer.width()).stream())
          .distinct()
          .forEach(printer::text);
    }
  }

  /// What the table had no room for, and the advice.
  private static List<String> whole(Checkup.Finding finding, int columns) {
    var lines = new ArrayList<String>();
    if (ROOM_BESIDE_FOUND + Text.width(finding.found()) > columns) {
      lines.add(finding.subject() + ": " + Text.visible(finding.found()));
    }
    if (!finding.advice().isEmpty()) {
      lines.add(finding.subject() + ": " + Text.visible(finding.advice()));
    }
    return lines;
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
