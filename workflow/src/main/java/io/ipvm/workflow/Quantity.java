package io.ipvm.workflow;

import io.ipvm.ipld.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Durations, sizes and counts as documents write them.
///
/// An integer is milliseconds, bytes or units. `[10, "minutes"]` and `[10, "mega", "bytes"]` are
/// the forms of IPVM Workflow v0.1. People also write `30s` and `256MiB`.
enum Quantity {
  TIME("milliseconds", "30000, 30s or 5min"),
  SIZE("bytes", "268435456 or 256MiB"),
  COUNT("units", "1000000000");

  private static final Map<String, Long> SHORT_TIMES =
      Map.of(
          "ms", 1L,
          "s", 1000L,
          "m", 60_000L,
          "min", 60_000L,
          "h", 3_600_000L,
          "d", 86_400_000L);
  private static final Map<String, Long> LONG_TIMES =
      Map.of(
          "millisecond", 1L,
          "second", 1000L,
          "minute", 60_000L,
          "hour", 3_600_000L,
          "day", 86_400_000L);
  private static final Map<String, Long> SHORT_SIZES =
      Map.of(
          "B", 1L,
          "kB", 1000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30,
          "TiB", 1L << 40);
  private static final Map<String, Long> LONG_SIZES = Map.of("byte", 1L);
  private static final Pattern WITH_UNIT =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?(\\p{L}+)");
  private static final Map<String, Long> PREFIXES =
      Map.of(
          "kilo",
          1000L,
          "mega",
          1_000_000L,
          "giga",
          1_000_000_000L,
          "tera",
          1_000_000_000_000L,
          "kibi",
          1L << 10,
          "mebi",
          1L << 20,
          "gibi",
          1L << 30,
          "tebi",
          1L << 40);

  private final String unit;
  private final String examples;

  Quantity(String unit, String examples) {
    this.unit = unit;
    this.examples = examples;
  }

  /// The number in the base unit, at most `Long.MAX_VALUE`; empty, with the reason in `problems`,
  /// if `node` is none.
  OptionalLong read(Node node, DocumentPath path, Problems problems) {
    var value = valueOf(node).filter(number -> number.signum() >= 0);
    if (value.isEmpty()) {
      problems.error(path, Kind.shown(node) + " is no number of " + unit, "write " + examples);
      return OptionalLong.empty();
    }
    return OptionalLong.of(saturated(value.get()));
  }

  private Optional<BigDecimal> valueOf(Node node) {
    return switch (node) {
      case Node.IntNode(var number) -> Optional.of(BigDecimal.valueOf(number));
      case Node.BigIntNode(var number) -> Optional.of(new BigDecimal(number));
      case Node.FloatNode(var number) when number == Math.rint(number) ->
          Optional.of(new BigDecimal(number));
      case Node.StringNode(var text) -> fromText(text);
      case Node.ListNode(var items) -> fromWords(items);
      default -> Optional.empty();
    };
  }

  private Optional<BigDecimal> fromText(String text) {
    var match = WITH_UNIT.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(shortUnits().get(match.group(2)))
        .map(factor -> new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(factor)))
        .filter(value -> value.stripTrailingZeros().scale() <= 0);
  }

  private Optional<BigDecimal> fromWords(List<Node> items) {
    if (items.size() < 2
        || items.size() > 3
        || !(items.getFirst() instanceof Node.IntNode(var n))) {
      return Optional.empty();
    }
    var factor = 1L;
    if (items.size() == 3) {
      if (!(items.get(1) instanceof Node.StringNode(var prefix)) || !PREFIXES.containsKey(prefix)) {
        return Optional.empty();
      }
      factor = PREFIXES.get(prefix);
    }
    if (!(items.getLast() instanceof Node.StringNode(var word))) {
      return Optional.empty();
    }
    var singular = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    var base = BigDecimal.valueOf(n).multiply(BigDecimal.valueOf(factor));
    return Optional.ofNullable(longUnits().get(singular))
        .map(unitFactor -> base.multiply(BigDecimal.valueOf(unitFactor)));
  }

  private Map<String, Long> shortUnits() {
    return switch (this) {
      case TIME -> SHORT_TIMES;
      case SIZE -> SHORT_SIZES;
      case COUNT -> Map.of();
    };
  }

  private Map<String, Long> longUnits() {
    return switch (this) {
      case TIME -> LONG_TIMES;
      case SIZE -> LONG_SIZES;
      case COUNT -> Map.of();
    };
  }

  private static long saturated(BigDecimal value) {
    return value.toBigInteger().min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }
}
