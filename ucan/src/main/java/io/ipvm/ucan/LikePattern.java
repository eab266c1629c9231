package io.ipvm.ucan;

import java.util.ArrayList;
import java.util.List;

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
  private final Piece[] pieces;

  /// Text between stars.
  private static final class Piece {
    final String text;

    /// For each place in the text, where to go on after a mismatch; empty if each place of a value
    /// is to be tried.
    final int[] failure;

    Piece(String text) {
      this.text = text;
      this.failure = text.length() > SHORT ? failure(text) : new int[0];
    }
  }

  private LikePattern(String text, List<String> pieces) {
    this.text = text;
    this.pieces = pieces.stream().map(Piece::new).toArray(Piece[]::new);
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
    return new LikePattern(text, pieces);
  }

  String text() {
    return text;
  }

  boolean matches(String value) {
    var first = pieces[0].text;
    if (pieces.length == 1) {
      return value.equals(first);
    }
    var last = pieces[pieces.length - 1].text;
    int at = first.length();
    int end = value.length() - last.length();
    if (end < at || !value.startsWith(first) || !value.endsWith(last)) {
      return false;
    }
    for (int i = 1; i < pieces.length - 1; i++) {
      int found = find(value, pieces[i], at, end);
      if (found < 0) {
        return false;
      }
      at = found + pieces[i].text.length();
    }
    return true;
  }

  private static int find(String value, Piece piece, int from, int to) {
    var wanted = piece.text;
    if (piece.failure.length == 0) {
      return value.indexOf(wanted, from, to);
    }
    int same = 0;
    for (int i = from; i < to; i++) {
      while (same > 0 && value.charAt(i) != wanted.charAt(same)) {
        same = piece.failure[same - 1];
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
