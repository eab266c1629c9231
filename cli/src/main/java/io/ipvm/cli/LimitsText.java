package io.ipvm.cli;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// Limits as they are typed, `gas=1e9,memory=256MiB,time=30s`, and as an invocation carries them:
/// gas, bytes and milliseconds.
final class LimitsText {
  private static final List<String> NAMES = List.of("gas", "memory", "time");

  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "kB",
          1000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30);

  /// What tokens can hold.
  private static final BigDecimal LARGEST = BigDecimal.valueOf((1L << 53) - 1);

  private LimitsText() {}

  static MapNode parse(String text) {
    var limits = MapNode.EMPTY;
    for (var item : text.split(",", -1)) {
      int equals = item.indexOf('=');
      var name = equals < 0 ? item : item.substring(0, equals);
      if (equals < 0 || !NAMES.contains(name)) {
        throw unfit(item, "limits are " + String.join(", ", NAMES) + ", each with = and a value");
      }
      var value = item.substring(equals + 1);
      limits =
          limits.with(name, Node.of(name.equals("time") ? millis(value) : amount(item, value)));
    }
    return limits;
  }

  private static long millis(String value) {
    return Arguments.parseDuration("--limits time", value).toMillis();
  }

  private static long amount(String item, String value) {
    var digits = value.replaceFirst("[kKMG]i?B$", "");
    var unit = UNITS.get(value.substring(digits.length()));
    if (unit == null || !digits.matches("[0-9]{1,16}(\\.[0-9]{1,16})?(e[0-9]{1,2})?")) {
      throw unfit(item, "its value has to be like 1000, 1e9 or 256MiB");
    }
    var amount = new BigDecimal(digits).multiply(BigDecimal.valueOf(unit));
    boolean whole = amount.stripTrailingZeros().scale() <= 0;
    if (!whole || amount.signum() <= 0 || amount.compareTo(LARGEST) > 0) {
      throw unfit(item, "its value has to be a whole number from 1 to 2^53-1");
    }
    return amount.longValueExact();
  }

  private static Failure unfit(String item, String why) {
    return Failure.usage(
        "--limits has an item that is no limit: " + Text.visible(item),
        why,
        "--limits gas=1e9,memory=256MiB,time=30s");
  }
}
