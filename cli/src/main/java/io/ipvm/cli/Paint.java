package io.ipvm.cli;

/// Colours of one stream: escape sequences on a terminal that wants them, else nothing.
record Paint(boolean on) {
  /// What a colour means here, so that one thing looks the same everywhere.
  enum Tint {
    NONE(""),
    TITLE("1"),
    FAINT("2"),
    BAD("31"),
    GOOD("32"),
    WARNING("33"),
    FRESH("34"),
    BUSY("36");

    private final String sgr;

    Tint(String sgr) {
      this.sgr = sgr;
    }
  }

  /// `text` in that colour.
  String apply(Tint tint, String text) {
    return on && tint != Tint.NONE && !text.isEmpty()
        ? "\u001b[" + tint.sgr + "m" + text + "\u001b[0m"
        : text;
  }
}
