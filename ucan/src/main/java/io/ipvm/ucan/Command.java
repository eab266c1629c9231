package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Quoted;

/// What is asked for or granted: segments such as `/wasm/run`.
///
/// Source: ucan-wg/spec 1.0.0, "Command"; rules CMD-1 to CMD-4.
public record Command(String text) {
  /// Longest command, in UTF-8 bytes (rule LIM-1).
  public static final int MAX_SIZE = 255;

  public Command {
    int size = Bytes.utf8(text).size();
    if (size > MAX_SIZE) {
      throw new MalformedException("a command has " + size + " bytes, limit " + MAX_SIZE);
    }
    if (!text.startsWith("/")) {
      throw new MalformedException("command " + Quoted.of(text) + " does not begin with a slash");
    }
    if (text.length() > 1 && text.endsWith("/")) {
      throw new MalformedException("command " + Quoted.of(text) + " ends in a slash");
    }
    if (text.contains("//")) {
      throw new MalformedException("command " + Quoted.of(text) + " has an empty segment");
    }
    if (text.codePoints().anyMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c))) {
      throw new MalformedException("command " + Quoted.of(text) + " is not in lower case");
    }
  }

  /// Reads the text form.
  ///
  /// @throws MalformedException if `text` is no command
  public static Command parse(String text) {
    return new Command(text);
  }

  /// Whether who may do this may do `other`: a prefix by segments, so `/crypto` covers
  /// `/crypto/sign` and not `/cryptocurrency` (rule CMD-3).
  public boolean covers(Command other) {
    return text.equals("/")
        || other.text.equals(text)
        || (other.text.startsWith(text) && other.text.charAt(text.length()) == '/');
  }

  /// Whether only the specification gives this a meaning (rule CMD-4).
  public boolean reserved() {
    return text.startsWith("/ucan/");
  }

  @Override
  public String toString() {
    return text;
  }
}
