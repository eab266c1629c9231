package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ucan.Explanation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Tells on standard error why a command failed: three lines for people, problem+json (RFC 9457)
/// for whoever asked for a machine-readable format.
final class Complaints {
  private static final Pattern CID =
      Pattern.compile("\\b(baf[a-z2-7]{20,}|Qm[1-9A-HJ-NP-Za-km-z]{44})");

  /// What was typed may be anything, and of any length.
  private static final int LONGEST_TITLE = 300;

  private static final int LONGEST_LINE = 1000;

  private final Console console;
  private final List<String> args;

  Complaints(Console console, List<String> args) {
    this.console = console;
    this.args = args;
  }

  ExitStatus tell(Throwable thrown) {
    var failure = Explanations.of(thrown);
    if (console.variable("IPVM_TRACE").isPresent()) {
      thrown.printStackTrace(console.err());
    }
    if (wantsJson()) {
      console.err().println(JsonText.pretty(problem(failure, thrown)));
    } else {
      var terminal = console.terminal();
      boolean colours =
          terminal.err()
              && terminal.movable()
              && console.variable("NO_COLOR").isEmpty()
              && !args.contains("--no-color");
      lines(failure, terminal, new Paint(colours)).forEach(console.err()::println);
    }
    return failure.status();
  }

  static List<String> lines(Failure failure, Terminal terminal, Paint paint) {
    var lines = new ArrayList<String>();
    failure
        .document()
        .ifPresent(document ->
            lines.addAll(new ProblemLines(document, terminal, paint).of(failure.problems())));
    failure.explanation().ifPresent(it -> lines.addAll(chain(it, terminal, paint)));
    lines.addAll(threeLines(failure, paint));
    return lines;
  }

  private static List<String> chain(Explanation explanation, Terminal terminal, Paint paint) {
    int width = terminal.err() ? terminal.size().columns() : Integer.MAX_VALUE;
    return new TokenDrawing(width, terminal.unicode() || !terminal.err(), paint)
        .outline(TokenTree.of(explanation, reader(explanation)));
  }

  private static TokenView.Reader reader(Explanation explanation) {
    return new TokenView.Reader(Whom.STRANGER, Instant.ofEpochSecond(explanation.now()), false);
  }

  private static List<String> threeLines(Failure failure, Paint paint) {
    var lines = new ArrayList<String>();
    var what = Text.cut(Text.visible(failure.what()), LONGEST_TITLE);
    lines.add(paint.apply(Tint.BAD, "ipvm:") + " " + what);
    addHanging("  why:", failure.why(), lines, paint);
    addHanging("  try:", failure.next(), lines, paint);
    return lines;
  }

  /// Further lines of a text stand below its first.
  private static void addHanging(String title, String text, List<String> lines, Paint paint) {
    var head = paint.apply(Tint.FAINT, title);
    for (var line : Text.visibleLines(text)) {
      lines.add(head + " " + Text.cut(line, LONGEST_LINE));
      head = " ".repeat(title.length());
    }
  }

  static Answer.Fields problem(Failure failure, Throwable thrown) {
    var fields =
        Answer.fields()
            .put("type", "urn:ipvm:problem:" + failure.status().code())
            .put("title", failure.what())
            .put("detail", failure.why())
            .put("code", failure.status().code())
            .put("exit", failure.status().number());
    if (thrown instanceof IpvmException known) {
      fields.put("kind", known.code().name());
    }
    var cid = CID.matcher(failure.why());
    if (cid.find()) {
      fields.put("cid", cid.group());
    }
    if (!failure.next().isEmpty()) {
      fields.put("next", failure.next());
    }
    if (!failure.problems().isEmpty()) {
      fields.put(
          "problems", Answer.items(failure.problems().stream().map(ProblemLines::answer).toList()));
    }
    failure
        .explanation()
        .ifPresent(it -> fields.put("explanation", UcanVerifyCommand.answer(it, reader(it))));
    return fields.put("docs", "docs/cli.md#exit-codes").build();
  }

  /// The parser may be what failed, so this looks at the words themselves.
  private boolean wantsJson() {
    for (int i = 0; i < args.size(); i++) {
      var arg = args.get(i);
      boolean named = arg.equals("-o") || arg.equals("--output");
      var value =
          named && i + 1 < args.size()
              ? args.get(i + 1)
              : arg.replaceFirst("^(-o=?|--output=)", "");
      if ((named || arg.startsWith("-o") || arg.startsWith("--output="))
          && (value.equals("json") || value.equals("jsonl") || value.equals("dag-json"))) {
        return true;
      }
    }
    return false;
  }
}
