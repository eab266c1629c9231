package io.ipvm.workflow;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Guesses which name somebody meant, for what is said about one that is not known.
public final class Nearest {
  /// Longer names are not compared: the work grows with the square.
  private static final int MAX_LENGTH = 100;

  /// Pairs of characters compared in one search; what comes after is not guessed at. A document of
  /// a hundred thousand names may be wrong in two hundred places.
  private static final int MAX_WORK = 1_000_000;

  private Nearest() {}

  /// The other candidate with the fewest edits, if they are few for the length of `name`; the first
  /// of several.
  public static Optional<String> to(String name, Collection<String> candidates) {
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    var best = Optional.<String>empty();
    int fewest = Math.max(1, name.length() / 3) + 1;
    int work = 0;
    for (var candidate : candidates) {
      // That many letters more or less are that many edits.
      if (candidate.length() <= MAX_LENGTH
          && Math.abs(candidate.length() - name.length()) < fewest) {
        work += name.length() * candidate.length();
        if (work > MAX_WORK) {
          break;
        }
        int edits = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        if (edits < fewest && !candidate.equals(name)) {
          fewest = edits;
          best = Optional.of(candidate);
        }
      }
    }
    return best;
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  static int distance(String a, String b) {
    var beforeLast = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (same ? 0 : 1));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
