package io.ipvm.cli;

import java.util.ArrayList;
import java.util.List;

/// How wide text is on a terminal, and how it is made to fit.
///
/// Everything a command prints that came from outside (labels, messages of modules, file names)
/// passes [#visible] on its way, so that it cannot move the cursor or write into the title bar.
final class Text {
  /// Stands for what had no room.
  static final String ELLIPSIS = "…";

  /// First and last code points of what terminals draw two columns wide (Unicode East Asian Width W
  /// and F, by block).
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
  };

  private Text() {}

  /// Columns that `text` takes.
  static int width(String text) {
    return text.codePoints().map(Text::width).sum();
  }

  private static int width(int codePoint) {
    if (codePoint < 0x300) {
      return 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    for (var range : WIDE) {
      if (codePoint >= range[0] && codePoint <= range[1]) {
        return 2;
      }
    }
    return 1;
  }

  /// `text` itself if it fits into `columns`, else its start and an ellipsis.
  static String cut(String text, int columns) {
    return width(text) <= columns ? text : prefix(text, columns - 1) + ELLIPSIS;
  }

  /// `text` itself if it fits, else its start and its end: for identifiers, whose ends differ.
  static String cutMiddle(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    int tail = (columns - 1) / 3;
    return prefix(text, columns - 1 - tail) + ELLIPSIS + text.substring(text.length() - tail);
  }

  /// As much of the start of `text` as fits into `columns`.
  static String prefix(String text, int columns) {
    var kept = new StringBuilder();
    int left = columns;
    for (int codePoint : text.codePoints().toArray()) {
      left -= width(codePoint);
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return kept.toString();
  }

  static String padRight(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - width(text))) + text;
  }

  /// One line of `text` in which control characters are spelled out.
  static String visible(String text) {
    if (text.codePoints().noneMatch(Text::isControl)) {
      return text;
    }
    var clean = new StringBuilder();
    text.codePoints()
        .forEach(codePoint -> {
          switch (codePoint) {
            case '\n' -> clean.append("\\n");
            case '\t' -> clean.append("\\t");
            case '\r' -> clean.append("\\r");
            default -> {
              if (isControl(codePoint)) {
                clean.append("\\u").append(hex4(codePoint));
              } else {
                clean.appendCodePoint(codePoint);
              }
            }
          }
        });
    return clean.toString();
  }

  /// Like [#visible], but lines stay lines.
  static List<String> visibleLines(String text) {
    return text.lines().map(Text::visible).toList();
  }

  /// Breaks `text` at spaces into lines of at most `columns`; a longer word stays whole.
  static List<String> wrap(String text, int columns) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static boolean isControl(int codePoint) {
    // The bidirectional overrides are here because they can make a name read as another one.
    return Character.getType(codePoint) == Character.CONTROL
        || (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  private static String hex4(int codePoint) {
    var digits = Integer.toHexString(codePoint);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
