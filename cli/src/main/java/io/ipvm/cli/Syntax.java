package io.ipvm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

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

  /// The names of what the parser misses.
  static List<String> names(ArgSpec missing) {
    return missing instanceof OptionSpec option ? List.of(option.names()) : List.of();
  }

  /// What the thing the parser misses is for.
  static String purpose(ArgSpec missing) {
    return missing.paramLabel() + " is " + String.join(" ", missing.description());
  }

  /// This description for the parser.
  CommandSpec toSpec(String name) {
    var spec = CommandSpec.create().name(name);
    spec.usageMessage().description(summary);
    options.forEach(option -> spec.addOption(spec(option)));
    COMMON.forEach(option -> spec.addOption(spec(option)));
    int index = 0;
    for (var operand : operands) {
      boolean many = operand.most() > 1;
      spec.addPositional(
          PositionalParamSpec.builder()
              .index(many ? index + "..*" : Integer.toString(index))
              .arity(many ? operand.least() + "..*" : Integer.toString(operand.least()))
              .required(operand.least() > 0)
              .paramLabel(operand.name())
              .description(operand.purpose())
              .type(many ? List.class : String.class)
              .auxiliaryTypes(String.class)
              .build());
      index++;
    }
    return spec;
  }

  private static OptionSpec spec(Option option) {
    var names = option.allNames();
    var builder =
        OptionSpec.builder(names.getFirst(), names.subList(1, names.size()).toArray(String[]::new))
            .description(option.purpose());
    return switch (option.takes()) {
      case NOTHING -> builder.type(boolean.class).arity("0").usageHelp(isHelp(option)).build();
      case ONE -> builder.type(String.class).paramLabel(option.value()).arity("1").build();
      case MANY -> many(builder, option).build();
      case OPTIONAL ->
          many(builder, option)
              .preprocessor((args, _, _, info) -> {
                // `--fresh photo.yaml` means everything and a file; only `--fresh=x` has a value.
                if (!"=".equals(info.get("separator"))) {
                  args.push(Arguments.ALL);
                }
                return false;
              })
              .build();
    };
  }

  private static OptionSpec.Builder many(OptionSpec.Builder builder, Option option) {
    return builder
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(option.value())
        .arity("1");
  }

  private static boolean isHelp(Option option) {
    return option.longName().equals("--help");
  }
}
