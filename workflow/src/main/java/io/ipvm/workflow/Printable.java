package io.ipvm.workflow;

import java.util.regex.Pattern;

/// Text of documents on its way to a terminal or into other text: nothing in it can move a cursor,
/// end a line or turn the direction of writing.
final class Printable {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private Printable() {}

  /// As many characters as `text` has; a tab becomes a space, what cannot be shown U+FFFD.
  static String of(String text) {
    return CONTROL.matcher(text.replace('\t', ' ')).replaceAll("\uFFFD");
  }
}
