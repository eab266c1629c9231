package io.ipvm.ucan;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Quoted;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Budgets as people write them: `10/day`, `1e9 gas/hour`, `tasks=10,gas=1e9,bytes=1GiB/total`.
///
/// Before the slash stand amounts by name, or one amount with its name behind it, which may be left
/// out for tasks.
final class BudgetText {
  private static final int MAX_SIZE = 200;

  private static final List<String> NAMES = List.of("tasks", "gas", "bytes");

  private static final Pattern NUMBER =
      Pattern.compile("([0-9]{1,20}(?:\\.[0-9]{1,20})?(?:e[0-9]{1,2})?)(KiB|MiB|GiB|TiB)?");

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.of("KiB", power(10), "MiB", power(20), "GiB", power(30), "TiB", power(40));

  private BudgetText() {}

  private static BigDecimal power(int exponent) {
    return BigDecimal.valueOf(1L << exponent);
  }

  static Budget parse(String text) {
    if (text.length() > MAX_SIZE) {
      throw new MalformedException(
          "a budget has " + text.length() + " characters, limit " + MAX_SIZE);
    }
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      throw refused(text, "it lacks its period: /day, /hour or /total");
    }
    var per = Budget.Per.parse(text.substring(slash + 1));
    var amounts = new HashMap<String, Long>();
    var before = text.substring(0, slash);
    if (before.indexOf('=') < 0) {
      int space = before.indexOf(' ');
      var name = space < 0 ? "tasks" : before.substring(space + 1);
      put(amounts, name, space < 0 ? before : before.substring(0, space), text);
    } else {
      for (var item : before.split(",", -1)) {
        int equals = item.indexOf('=');
        if (equals < 0) {
          throw refused(text, Quoted.of(item) + " is not name=amount");
        }
        put(amounts, item.substring(0, equals), item.substring(equals + 1), text);
      }
    }
    return new Budget(per, amounts.get("tasks"), amounts.get("gas"), amounts.get("bytes"));
  }

  private static void put(Map<String, Long> amounts, String name, String number, String text) {
    if (!NAMES.contains(name)) {
      throw refused(text, Quoted.of(name) + " is none of tasks, gas and bytes");
    }
    if (amounts.put(name, amount(number, text)) != null) {
      throw refused(text, "it has " + name + " twice");
    }
  }

  private static Long amount(String number, String text) {
    var match = NUMBER.matcher(number);
    if (!match.matches()) {
      throw refused(text, Quoted.of(number) + " is no amount, such as 10, 1e9 or 256MiB");
    }
    var value = new BigDecimal(match.group(1));
    if (match.group(2) != null) {
      value = value.multiply(SUFFIXES.get(match.group(2)));
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new MalformedException(
          "budget " + Quoted.of(text) + ": " + number + " is no whole number of 64 bits", e);
    }
  }

  private static MalformedException refused(String text, String why) {
    return new MalformedException("budget " + Quoted.of(text) + " cannot be read: " + why);
  }

  static String print(Budget budget) {
    if (budget.tasks() != null && budget.gas() == null && budget.bytes() == null) {
      return budget.tasks() + "/" + budget.per().text();
    }
    var amounts = new StringJoiner(",", "", "/" + budget.per().text());
    add(amounts, "tasks", budget.tasks());
    add(amounts, "gas", budget.gas());
    add(amounts, "bytes", budget.bytes());
    return amounts.toString();
  }

  private static void add(StringJoiner amounts, String name, @Nullable Long amount) {
    if (amount != null) {
      amounts.add(name + "=" + amount);
    }
  }
}
