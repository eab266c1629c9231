package io.ipvm.ucan;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The right side of `like`: text in which `*` stands for anything, also for nothing and for line
/// breaks, and `\*` for a star; every other character, a backslash too, is itself (rules POL-4,
/// POL-5).
///
/// The stars cut the pattern into pieces. The first has to be how the text begins, the last how it
/// ends; those between are looked for from left to right, and taking the first place of each leaves
/// the most room for the next, so no choice is ever taken back. Long pieces are looked for with the
/// failure function of Knuth, Morris and Pratt. So the time is linear in text and pattern whatever
/// they are.
final class LikePattern {
  /// Longest piece that is looked for by trying each place.
  private static final int SHORT = 16;

  private final String text;
  private final String[] pieces;

  /// For each piece, where to go on after a mismatch; null for pieces that need none.
  private final int @Nullable [][] failures;

  private LikePattern(String text, String[] pieces) {
    this.text = text;
    this.pieces = pieces;
    this.failures = new int[pieces.length][];
    for (int i = 1; i < pieces.length - 1; i++) {
      failures[i] = pieces[i].length() > SHORT ? failure(pieces[i]) : null;
    }
  }

  /// Every text is a pattern.
  static LikePattern of(String text) {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\*", i)) {
        piece.append('*');
        i++;
      } else if (text.charAt(i) == '*') {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(text.charAt(i));
      }
    }
    pieces.add(piece.toString());
    return new LikePattern(text, pieces.toArray(String[]::new));
  }

  String text() {
    return text;
  }

  boolean matches(String value) {
    var first = pieces[0];
    if (pieces.length == 1) {
      return value.equals(first);
    }
    var last = pieces[pieces.length - 1];
    int at = first.length();
    int end = value.length() - last.length();
    if (end < at || !value.startsWith(first) || !value.endsWith(last)) {
      return false;
    }
    for (int i = 1; i < pieces.length - 1; i++) {
      int found = find(value, i, at, end);
      if (found < 0) {
        return false;
      }
      at = found + pieces[i].length();
    }
    return true;
  }

  private int find(String value, int piece, int from, int to) {
    var wanted = pieces[piece];
    var failure = failures[piece];
    if (failure == null) {
      return value.indexOf(wanted, from, to);
    }
    int same = 0;
    for (int i = from; i < to; i++) {
      while (same > 0 && value.charAt(i) != wanted.charAt(same)) {
        same = failure[same - 1];
      }
      if (value.charAt(i) == wanted.charAt(same) && ++same == wanted.length()) {
        return i + 1 - same;
      }
    }
    return -1;
  }

  /// For each end within `piece`, the longest proper prefix that ends there too.
  private static int[] failure(String piece) {
    var failure = new int[piece.length()];
    int same = 0;
    for (int i = 1; i < piece.length(); i++) {
      while (same > 0 && piece.charAt(i) != piece.charAt(same)) {
        same = failure[same - 1];
      }
      failure[i] = piece.charAt(i) == piece.charAt(same) ? ++same : same;
    }
    return failure;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LikePattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
