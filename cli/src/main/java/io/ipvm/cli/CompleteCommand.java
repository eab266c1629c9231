package io.ipvm.cli;

import java.nio.file.Path;

/// `ipvm complete -- WORD...`: what could stand where the last word is. The completions of the
/// shells call it; it says nothing rather than something wrong.
final class CompleteCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Prints what could stand in place of the last word, one per line with an explanation;"
                + " lines that begin with a colon tell the shell what else to do.")
        .operands("WORD", "the words behind ipvm, the last as far as it is typed", 0)
        .example("ipvm complete -- runs describe ''");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var words = arguments.operands(0);
    var typed = TypedLine.of(words);
    var directory =
        typed
            .value("--data-dir")
            .map(text -> session.console().folder().resolve(Path.of(text)))
            .orElseGet(() -> session.dataDirectory().root());
    try (var names = new LiveNames(directory, session.console())) {
      var completion = new Completion(typed, names);
      print(completion, session.printer());
    }
    return ExitStatus.OK;
  }

  private static void print(Completion completion, Printer printer) {
    var lines =
        completion.candidates().stream()
            .map(candidate -> candidate.value() + "\t" + Text.visible(candidate.about()))
            .toList();
    printer.lines(lines);
    printer.lines(completion.directives());
  }
}
