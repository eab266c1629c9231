package io.ipvm.workflow;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import com.networknt.schema.regex.RegularExpressions;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern of a JSON Schema that cannot run for ever.
///
/// A backtracking matcher may try exponentially many ways, and it looks at a character on each of
/// them. So the characters it looks at are counted, over all patterns and texts of one check; being
/// a count, not a time, the limit is the same on every machine.
final class BoundedPattern implements RegularExpression {
  /// Characters that all patterns of one check may look at; tenths of a second.
  static final long MAX_STEPS = 50_000_000;

  private final String expression;
  private final Pattern pattern;
  private final Steps steps;

  private BoundedPattern(String expression, Steps steps) {
    this.expression = expression;
    this.pattern = compile(expression);
    this.steps = steps;
  }

  /// Patterns that share one count.
  static RegularExpressionFactory factory() {
    var steps = new Steps();
    return expression -> new BoundedPattern(expression, steps);
  }

  /// The Java form of an ECMA-262 expression, as the validator's own factory has it.
  ///
  /// @throws PatternSyntaxException if there is none
  static Pattern compile(String expression) {
    return Pattern.compile(
        RegularExpressions.replaceLongformCharacterProperties(
            RegularExpressions.replaceDollarAnchors(expression)));
  }

  @Override
  public boolean matches(String text) {
    try {
      return pattern.matcher(new Counted(text)).find();
    } catch (StackOverflowError _) {
      // The matcher recurses for every turn of some loops.
      throw tooMuch("too many nested steps");
    }
  }

  private IpvmException tooMuch(String what) {
    return new IpvmException(
        ErrorCode.EXHAUSTED, "the pattern `" + expression + "` takes " + what + " on this input");
  }

  /// Used by the one thread that checks.
  private static final class Steps {
    private long left = MAX_STEPS;
  }

  private final class Counted implements CharSequence {
    private final String text;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (--steps.left < 0) {
        throw tooMuch("more than " + MAX_STEPS + " steps");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
