package io.ipvm.cli;

import io.ipvm.workflow.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/// What a command line may look like: the operands and options of one command, and what they are
/// for. Help, completion and the parser all read it.
final class Syntax {
  /// What every command takes.
  static final List<Option> COMMON =
      List.of(
          new Option("-o,--output", "FORMAT", OutputFormat.names(), Takes.ONE),
          new Option("--data-dir", "DIR", "where this node keeps everything", Takes.ONE),
          new Option("--no-header", "", "tables without their first line", Takes.NOTHING),
          new Option("--no-color", "", "no colours, as NO_COLOR=1", Takes.NOTHING),
          new Option("-q,--quiet", "", "no messages but errors", Takes.NOTHING),
          new Option("--no-input", "", "never ask", Takes.NOTHING),
          new Option("-h,--help", "", "this text", Takes.NOTHING));

  private final String summary;
  private final List<Operand> operands = new ArrayList<>();
  private final List<Option> options = new ArrayList<>();
  private final List<String> examples = new ArrayList<>();

  private Syntax(String summary) {
    this.summary = summary;
  }

  /// How many values an option takes.
  enum Takes {
    NOTHING,
    ONE,
    MANY,
    /// One that has to stand behind `=`; without it, [Arguments#ALL].
    OPTIONAL
  }

  /// One option.
  ///
  /// @param names separated by commas, the long one last
  record Option(String names, String value, String purpose, Takes takes) {
    List<String> allNames() {
      return List.of(names.split(",", -1));
    }

    /// The name that [Arguments] knows it by.
    String longName() {
      return allNames().getLast();
    }

    /// The values it takes, where help lists them, as in `raw|dag-cbor`.
    List<String> choices() {
      return Stream.of(value, purpose)
          .filter(text -> text.matches("[a-z-]+(\\|[a-z-]+)+"))
          .findFirst()
          .map(text -> List.of(text.split("\\|", -1)))
          .orElse(List.of());
    }
  }

  /// One operand.
  ///
  /// @param least how many there have to be
  /// @param most how many there may be
  record Operand(String name, String purpose, int least, int most) {}

  /// The start of a description: what the command does, in a few words.
  static Syntax of(String summary) {
    return new Syntax(summary);
  }

  Syntax operand(String name, String purpose) {
    operands.add(new Operand(name, purpose, 1, 1));
    return this;
  }

  Syntax optionalOperand(String name, String purpose) {
    operands.add(new Operand(name, purpose, 0, 1));
    return this;
  }

  /// Any number of operands, at least `least`; the last of a command.
  Syntax operands(String name, String purpose, int least) {
    operands.add(new Operand(name, purpose, least, Integer.MAX_VALUE));
    return this;
  }

  Syntax flag(String names, String purpose) {
    options.add(new Option(names, "", purpose, Takes.NOTHING));
    return this;
  }

  Syntax option(String names, String value, String purpose) {
    options.add(new Option(names, value, purpose, Takes.ONE));
    return this;
  }

  /// An option that may be given several times.
  Syntax options(String names, String value, String purpose) {
    options.add(new Option(names, value, purpose, Takes.MANY));
    return this;
  }

  Syntax optionWithOptionalValue(String names, String value, String purpose) {
    options.add(new Option(names, value, purpose, Takes.OPTIONAL));
    return this;
  }

  Syntax example(String line) {
    examples.add(line);
    return this;
  }

  String summary() {
    return summary;
  }

  List<Operand> operands() {
    return List.copyOf(operands);
  }

  List<Option> options() {
    return List.copyOf(options);
  }

  List<String> examples() {
    return List.copyOf(examples);
  }

  /// Those of the command, then those of all commands.
  List<Option> allOptions() {
    return Stream.concat(options.stream(), COMMON.stream()).toList();
  }

  /// The long names of all options.
  List<String> optionNames() {
    return allOptions().stream().map(Option::longName).toList();
  }

  /// Reads what stands behind the words of the command `name`.
  ///
  /// @throws Failure if it does not fit this description
  Arguments parse(String name, List<String> args) {
    var parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    try {
      var line = parser.parse(toOptions(), spellOut(args).toArray(String[]::new));
      var found = new Arguments(line);
      requireOperands(name, found.operands(0));
      requireValues(name, found);
      return found;
    } catch (UnrecognizedOptionException e) {
      throw unknown(name, e.getOption());
    } catch (MissingArgumentException e) {
      throw needsValue(
          name,
          "--" + e.getOption().getLongOpt(),
          e.getOption().getArgName() + " is " + e.getOption().getDescription());
    } catch (ParseException e) {
      throw Failure.usage(
          "cannot read the command line of ipvm " + name,
          String.valueOf(e.getMessage()),
          Help.usageLine(name, this));
    }
  }

  private Failure needsValue(String name, String option, String why) {
    return Failure.usage("option " + option + " needs a value", why, Help.usageLine(name, this));
  }

  /// An empty value is a variable of a script that nobody set; as a name of a folder it would be
  /// this one.
  private void requireValues(String name, Arguments given) {
    for (var option : allOptions()) {
      if (option.takes() == Takes.ONE && given.option(option.longName()).equals(Optional.of(""))) {
        throw needsValue(name, option.longName(), "the one given is empty");
      }
    }
  }

  private Options toOptions() {
    var parsed = new Options();
    for (var option : allOptions()) {
      var names = option.allNames();
      var builder =
          names.size() == 1
              ? org.apache.commons.cli.Option.builder()
              : org.apache.commons.cli.Option.builder(names.getFirst().substring(1));
      parsed.addOption(
          builder
              .longOpt(option.longName().substring(2))
              .hasArg(option.takes() != Takes.NOTHING)
              .argName(option.value())
              .desc(option.purpose())
              .get());
    }
    return parsed;
  }

  /// `--fresh photo.yaml` means everything and a file; only `--fresh=x` has a value.
  private List<String> spellOut(List<String> args) {
    var optional =
        options.stream().filter(o -> o.takes() == Takes.OPTIONAL).map(Option::longName).toList();
    var spelled = new ArrayList<String>();
    boolean operandsOnly = false;
    for (var arg : args) {
      operandsOnly |= arg.equals("--");
      spelled.add(optional.contains(arg) && !operandsOnly ? arg + "=" + Arguments.ALL : arg);
    }
    return spelled;
  }

  private void requireOperands(String name, List<String> given) {
    int most = operands.stream().mapToInt(Operand::most).max().orElse(0);
    if (most <= 1 && given.size() > operands.size()) {
      throw Failure.usage(
          "ipvm " + name + " does not take " + Text.visible(given.get(operands.size())),
          "it takes " + Help.operands(this),
          Help.usageLine(name, this));
    }
    for (int i = given.size(); i < operands.size(); i++) {
      if (operands.get(i).least() > 0) {
        throw Failure.usage(
            "ipvm " + name + " needs " + operands.get(i).name(),
            operands.get(i).name() + " is " + operands.get(i).purpose(),
            Help.usageLine(name, this));
      }
    }
  }

  private Failure unknown(String name, String typed) {
    var option = typed.replaceFirst("=.*", "");
    return Failure.usage(
        "ipvm " + name + " has no option " + Text.visible(option),
        Nearest.to(option, optionNames())
            .map(near -> "the nearest is " + near)
            .orElse("its options are " + String.join(", ", optionNames())),
        "ipvm " + name + " --help");
  }
}
