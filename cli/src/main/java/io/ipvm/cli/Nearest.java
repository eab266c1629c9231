package io.ipvm.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses what a person meant to type.
final class Nearest {
  private Nearest() {}

  /// The candidate with the fewest edits, if that is at most a third of its letters (but two).
  static Optional<String> to(String typed, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> distance(typed, candidate) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(typed, candidate)));
  }

  /// Levenshtein's distance.
  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], previous[j]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
