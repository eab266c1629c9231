package io.ipvm.cli;

import io.ipvm.cli.Commands.Entry;
import io.ipvm.workflow.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where a command line leads, found from its words alone.
///
/// Options of all commands may stand before, between and behind the words of a command: `ipvm -o
/// json runs ls` is `ipvm runs ls -o json`.
sealed interface Route {
  record ToOverview() implements Route {}

  record ToGroup(String group) implements Route {}

  record ToHelp(Entry entry) implements Route {}

  /// A command to run.
  ///
  /// @param rest everything but the command's words
  record ToCommand(Entry entry, List<String> rest) implements Route {
    public ToCommand {
      rest = List.copyOf(rest);
    }
  }

  /// Finds the way.
  ///
  /// @throws Failure if there is no such command
  static Route of(List<String> args) {
    if (args.equals(List.of("--version"))) {
      return new ToCommand(Commands.find("version").orElseThrow(), List.of());
    }
    if (!args.isEmpty() && args.getFirst().equals("help")) {
      return of(Stream.concat(args.stream().skip(1), Stream.of("--help")).toList());
    }
    var early = new ArrayList<String>();
    int first = skipOptions(args, 0, early);
    if (first == args.size()) {
      return overview(args);
    }
    var word = args.get(first);
    var entry = Commands.find(word);
    if (entry.isPresent()) {
      return route(entry.get(), early, args.subList(first + 1, args.size()));
    }
    if (!Commands.isGroup(word)) {
      throw unknown("", word, Commands.firstWords());
    }
    int second = skipOptions(args, first + 1, early);
    if (second == args.size()) {
      return new ToGroup(word);
    }
    var inner = args.get(second);
    return route(
        Commands.find(word + " " + inner)
            .orElseThrow(() ->
                unknown(
                    word + " ",
                    inner,
                    Commands.in(word).stream().map(e -> e.words().getLast()).toList())),
        early,
        args.subList(second + 1, args.size()));
  }

  private static Route route(Entry entry, List<String> early, List<String> late) {
    var rest = Stream.concat(early.stream(), late.stream()).toList();
    boolean help =
        rest.stream()
            .takeWhile(arg -> !arg.equals("--"))
            .anyMatch(arg -> arg.equals("--help") || arg.equals("-h"));
    return help ? new ToHelp(entry) : new ToCommand(entry, rest);
  }

  private static Route overview(List<String> args) {
    for (var arg : args) {
      var name = arg.replaceFirst("=.*", "");
      boolean known = Syntax.COMMON.stream().anyMatch(o -> o.allNames().contains(name));
      if (arg.startsWith("-") && !known) {
        throw Failure.usage(
            "no command, and an unknown option " + Text.visible(name),
            "options of a command stand behind it",
            "ipvm --help");
      }
    }
    return new ToOverview();
  }

  /// Copies the options of all commands at `from` into `options` and returns where words begin.
  private static int skipOptions(List<String> args, int from, List<String> options) {
    int i = from;
    while (i < args.size() && args.get(i).startsWith("-")) {
      var arg = args.get(i++);
      options.add(arg);
      boolean takesNext =
          Syntax.COMMON.stream()
              .anyMatch(o -> o.takes() == Syntax.Takes.ONE && o.allNames().contains(arg));
      if (takesNext && i < args.size()) {
        options.add(args.get(i++));
      }
    }
    return i;
  }

  private static Failure unknown(String before, String word, List<String> candidates) {
    return Failure.usage(
        "there is no command " + before + Text.visible(word),
        "there are " + String.join(", ", candidates),
        Nearest.to(word, candidates).map(near -> "ipvm " + before + near).orElse("ipvm --help"));
  }
}
