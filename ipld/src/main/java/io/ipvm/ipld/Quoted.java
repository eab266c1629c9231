package io.ipvm.ipld;

/// Text of strangers in messages: short, and without characters that do something to a terminal.
public final class Quoted {
  static final int LONGEST = 128;

  private Quoted() {}

  /// `text` between quotation marks, cut after [#LONGEST] characters, the invisible ones escaped.
  public static String of(String text) {
    var shown = new StringBuilder("\"");
    text.codePoints().limit(LONGEST).forEach(point -> append(point, shown));
    return shown
        .append(text.codePointCount(0, text.length()) > LONGEST ? "...\"" : "\"")
        .toString();
  }

  /// One character between apostrophes.
  static String ofCharacter(int point) {
    var shown = new StringBuilder("'");
    append(point, shown);
    return shown.append('\'').toString();
  }

  /// Whether a person sees the character, and a terminal does nothing else with it.
  public static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static void append(int point, StringBuilder shown) {
    if (isVisible(point)) {
      shown.appendCodePoint(point);
    } else {
      shown.append("\\u{").append(Integer.toHexString(point)).append('}');
    }
  }
}
