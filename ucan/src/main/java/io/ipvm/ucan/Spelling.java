package io.ipvm.ucan;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Guesses which word somebody meant.
final class Spelling {
  private Spelling() {}

  /// Which of `known` is `word` but for upper case, else for one letter, or two letters swapped.
  static Optional<String> nearest(String word, Collection<String> known) {
    var lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(it -> it.equalsIgnoreCase(word))
        .findFirst()
        .or(() ->
            known.stream().filter(it -> isNear(lower, it.toLowerCase(Locale.ROOT))).findFirst());
  }

  private static boolean isNear(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    int same = 0;
    while (same < shorter && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    int sameEnd = 0;
    while (sameEnd < shorter - same
        && a.charAt(a.length() - 1 - sameEnd) == b.charAt(b.length() - 1 - sameEnd)) {
      sameEnd++;
    }
    var left = a.substring(same, a.length() - sameEnd);
    var right = b.substring(same, b.length() - sameEnd);
    boolean swapped =
        left.length() == 2 && right.equals(new StringBuilder(left).reverse().toString());
    // One letter for another in a word of two is another word.
    return swapped
        || left.length() + right.length() <= 1
        || (left.length() == 1 && right.length() == 1 && shorter > 2);
  }
}
