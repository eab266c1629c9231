package io.ipvm.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: finds the command, parses what follows it, runs it, explains what went wrong.
///
/// Start-up is the enemy, so only the command that was named is loaded and described to the parser,
/// and help is laid out without the parser. Reading on: [Route], [Commands], [Session], and
/// [RunCommand] as the example of a command.
final class Cli {
  private final Console console;

  private Cli(Console console) {
    this.console = console;
  }

  /// Runs one command. Never throws; whatever happens is told on the console.
  static ExitStatus run(List<String> args, Console console) {
    return new Cli(console).run(args);
  }

  private ExitStatus run(List<String> args) {
    try {
      return call(args);
    } catch (ReaderGone _) {
      return ExitStatus.OK;
    } catch (Throwable e) { // the top of the thread: everything ends here
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new Complaints(console, args).tell(e);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  private ExitStatus call(List<String> args) throws Exception {
    return switch (Route.of(args)) {
      case Route.ToOverview _ -> print(help().overview());
      case Route.ToGroup(var group) -> print(help().group(group));
      case Route.ToHelp(var entry) ->
          print(help().command(entry.name(), entry.make().get().syntax()));
      case Route.ToCommand(var entry, var rest) -> call(entry, rest);
    };
  }

  private ExitStatus call(Commands.Entry entry, List<String> rest) throws Exception {
    var command = entry.make().get();
    var arguments = new Arguments(parse(entry.name(), command.syntax(), rest));
    try (var session = Session.open(console, arguments)) {
      return command.run(arguments, session);
    }
  }

  private static ParseResult parse(String name, Syntax syntax, List<String> rest) {
    var parser =
        new CommandLine(syntax.toSpec(name))
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .setOverwrittenOptionsAllowed(true);
    try {
      return parser.parseArgs(rest.toArray(String[]::new));
    } catch (UnmatchedArgumentException e) {
      throw unmatched(name, syntax, e);
    } catch (MissingParameterException e) {
      throw missing(name, syntax, e);
    } catch (ParameterException e) {
      throw Failure.usage(
          "cannot read the command line of ipvm " + name,
          Text.visible(String.valueOf(e.getMessage())),
          Help.usageLine(name, syntax));
    }
  }

  private static Failure unmatched(String name, Syntax syntax, UnmatchedArgumentException e) {
    var first = e.getUnmatched().getFirst();
    if (!first.startsWith("-")) {
      return Failure.usage(
          "ipvm " + name + " does not take " + Text.visible(first),
          "it takes " + Help.operands(syntax),
          Help.usageLine(name, syntax));
    }
    var option = first.replaceFirst("=.*", "");
    return Failure.usage(
        "ipvm " + name + " has no option " + Text.visible(option),
        Nearest.to(option, syntax.optionNames())
            .map(near -> "the nearest is " + near)
            .orElse("its options are " + String.join(", ", syntax.optionNames())),
        "ipvm " + name + " --help");
  }

  private static Failure missing(String name, Syntax syntax, MissingParameterException e) {
    var missing = e.getMissing().getFirst();
    var what =
        missing.isPositional()
            ? "ipvm " + name + " needs " + missing.paramLabel()
            : "option " + String.join("|", Syntax.names(missing)) + " needs a value";
    return Failure.usage(what, Syntax.purpose(missing), Help.usageLine(name, syntax));
  }

  private Help help() {
    var terminal = console.terminal();
    int width = terminal.out() ? terminal.size().columns() : Terminal.Size.USUAL.columns();
    boolean colours =
        terminal.out() && terminal.movable() && console.variable("NO_COLOR").isEmpty();
    return new Help(width, new Paint(colours));
  }

  private ExitStatus print(List<String> lines) {
    lines.forEach(console.out()::println);
    return ExitStatus.OK;
  }
}
