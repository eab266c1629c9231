package io.ipvm.cli;

import java.util.List;

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
      var status = call(args);
      console.out().flush();
      return status;
    } catch (ReaderGone _) {
      return ExitStatus.OK;
    } catch (Throwable e) { // the top of the thread: everything ends here
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return new Complaints(console, args).tell(e);
    } finally {
      console.err().flush();
    }
  }

  private ExitStatus call(List<String> args) throws Exception {
    args.forEach(Cli::requireReadable);
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
    var arguments = command.syntax().parse(entry.name(), rest);
    try (var session = Session.open(console, arguments)) {
      return command.run(arguments, session);
    }
  }

  /// Java reads arguments in the encoding of the locale and says U+FFFD for what is not in it. To
  /// go on would compute something else than was asked for.
  private static void requireReadable(String argument) {
    if (argument.indexOf('\uFFFD') >= 0) {
      throw Failure.usage(
          "cannot read the argument " + Text.visible(argument),
          "the locale of this shell cannot write all of its characters",
          "LC_ALL=C.UTF-8 ipvm ...");
    }
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
