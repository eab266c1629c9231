package io.ipvm.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;

/// One parsed command line.
final class Arguments {
  /// Stands for the value of an option whose optional value was left out.
  static final String ALL = "*";

  private static final Map<String, Long> UNIT_MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  /// Longer than any process, and short enough to be counted in nanoseconds.
  static final Duration LONGEST = Duration.ofDays(3650);

  private static final Map<String, Long> UNIT_BYTES =
      Map.of(
          "",
          1L,
          "B",
          1L,
          "KB",
          1000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "TB",
          1_000_000_000_000L);

  private final CommandLine parsed;

  Arguments(CommandLine parsed) {
    this.parsed = parsed;
  }

  boolean flag(String name) {
    return parsed.hasOption(bare(name));
  }

  /// The value; of an option that was given several times, the last.
  Optional<String> option(String name) {
    return options(name).reduce((_, last) -> last);
  }

  List<String> allOptions(String name) {
    return options(name).toList();
  }

  String operand(int index) {
    return findOperand(index).orElseThrow();
  }

  Optional<String> findOperand(int index) {
    return operands(index).stream().findFirst();
  }

  /// The operands from `from` on.
  List<String> operands(int from) {
    return parsed.getArgList().stream().skip(from).toList();
  }

  private Stream<String> options(String name) {
    var values = parsed.getOptionValues(bare(name));
    return values == null ? Stream.of() : Stream.of(values);
  }

  private static String bare(String name) {
    return name.substring("--".length());
  }

  /// A number of at least 1.
  Optional<Integer> count(String name) {
    return option(name).map(text -> parseCount(name, text));
  }

  /// A number of at least 0.
  Optional<Integer> countOrNone(String name) {
    return option(name).map(text -> text.equals("0") ? 0 : parseCount(name, text));
  }

  /// Bytes.
  Optional<Long> size(String name) {
    return option(name).map(text -> parseSize(name, text));
  }

  /// `800kB`, `500MB`, `2GB`, `1TB`, decimal as everything this program prints; a bare number is
  /// bytes.
  static long parseSize(String name, String text) {
    var digits = text.replaceFirst("[A-Za-z]*$", "");
    var unit = text.substring(digits.length()).toUpperCase(Locale.ROOT);
    var bytes = UNIT_BYTES.get(unit);
    if (bytes == null || !digits.matches("[0-9]{1,9}")) {
      throw Failure.usage(
          name + " has a value that is no size",
          "it is " + Text.visible(text) + ", and has to be like 800kB, 500MB, 2GB or 1TB",
          name + " 2GB");
    }
    return Long.parseLong(digits) * bytes;
  }

  Optional<Duration> duration(String name) {
    return option(name).map(text -> parseDuration(name, text));
  }

  static int parseCount(String name, String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw Failure.usage(
          name + " has a value that is no count",
          "it is " + Text.visible(text) + ", and has to be a whole number from 1",
          name + " 4");
    }
    return Integer.parseInt(text);
  }

  /// `500ms`, `30s`, `2m`, `1h`, `7d`; a bare number is seconds.
  static Duration parseDuration(String name, String text) {
    var digits = text.replaceFirst("[a-z]*$", "");
    var unit = text.substring(digits.length()).toLowerCase(Locale.ROOT);
    var millis = UNIT_MILLIS.get(unit.isEmpty() ? "s" : unit);
    if (millis == null || !digits.matches("[0-9]{1,9}")) {
      throw Failure.usage(
          name + " has a value that is no time",
          "it is " + Text.visible(text) + ", and has to be like 500ms, 30s, 2m, 1h or 7d",
          name + " 30s");
    }
    var duration = Duration.ofMillis(Long.parseLong(digits) * millis);
    if (duration.compareTo(LONGEST) > 0) {
      throw Failure.usage(
          name + " is too long",
          "it is " + Text.visible(text) + ", limit " + LONGEST.toDays() + "d",
          "leave it out, or " + name + " 30d");
    }
    return duration;
  }
}
