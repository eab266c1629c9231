package io.ipvm.cli;

import io.ipvm.cli.Syntax.Option;
import io.ipvm.cli.Syntax.Takes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A command line somebody is still typing, understood as far as it goes. Unlike [Route] it refuses
/// nothing.
///
/// @param group the first word of a command of two, typed so far
/// @param command the command, once it is typed whole
/// @param lost whether the words belong to no command
/// @param operands those before the last word
/// @param given the options before the last word
/// @param pending the option whose value the last word is
/// @param operandsOnly whether `--` was typed
/// @param current the last word
record TypedLine(
    Optional<String> group,
    Optional<Commands.Entry> command,
    boolean lost,
    List<String> operands,
    List<Given> given,
    Optional<Option> pending,
    boolean operandsOnly,
    String current) {
  TypedLine {
    operands = List.copyOf(operands);
    given = List.copyOf(given);
  }

  /// An option with its value.
  record Given(Option option, String value) {}

  /// @param words the last of them is being typed; it may be empty
  static TypedLine of(List<String> words) {
    var reader = new Reader();
    words.stream().limit(Math.max(0, words.size() - 1)).forEach(reader::read);
    return reader.line(words.isEmpty() ? "" : words.getLast());
  }

  /// The value that was given to an option.
  Optional<String> value(String longName) {
    return given.stream()
        .filter(option -> option.option().longName().equals(longName))
        .map(Given::value)
        .findFirst();
  }

  /// What options there are at this place.
  List<Option> options() {
    return command.map(TypedLine::options).orElse(Syntax.COMMON);
  }

  private static List<Option> options(Commands.Entry entry) {
    return entry.make().get().syntax().allOptions();
  }

  /// Walks along the words.
  private static final class Reader {
    private Optional<String> group = Optional.empty();
    private Optional<Commands.Entry> command = Optional.empty();
    private boolean lost;
    private boolean operandsOnly;
    private final List<String> operands = new ArrayList<>();
    private final List<Given> given = new ArrayList<>();
    private Optional<Option> pending = Optional.empty();

    void read(String word) {
      if (pending.isPresent()) {
        given.add(new Given(pending.get(), word));
        pending = Optional.empty();
      } else if (word.startsWith("-") && !word.equals("-") && !operandsOnly) {
        readOption(word);
      } else if (command.isPresent()) {
        operands.add(word);
      } else if (!(group.isEmpty() && word.equals("help"))) {
        readWord(word);
      }
    }

    private void readOption(String word) {
      operandsOnly = word.equals("--");
      int equals = word.indexOf('=');
      var name = equals < 0 ? word : word.substring(0, equals);
      for (var option : command.map(TypedLine::options).orElse(Syntax.COMMON)) {
        if (option.allNames().contains(name)) {
          boolean takesNext = option.takes() == Takes.ONE || option.takes() == Takes.MANY;
          if (equals >= 0) {
            given.add(new Given(option, word.substring(equals + 1)));
          } else if (takesNext) {
            pending = Optional.of(option);
          }
        }
      }
    }

    private void readWord(String word) {
      command = Commands.find(group.map(g -> g + " ").orElse("") + word);
      if (command.isEmpty() && group.isEmpty() && Commands.isGroup(word)) {
        group = Optional.of(word);
      } else {
        lost |= command.isEmpty();
      }
    }

    TypedLine line(String current) {
      return new TypedLine(group, command, lost, operands, given, pending, operandsOnly, current);
    }
  }
}
