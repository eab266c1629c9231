package io.ipvm.keys;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Quoted;

/// A decentralised identifier in its text form, such as `did:key:z6Mk...`.
///
/// It may carry the fragment that picks one key of a document; query and path are refused. Equal by
/// text; whether two name the same principal is asked with [#samePrincipal]. Source: W3C DID core
/// 3.1 and 3.2; rules DID-1 to DID-3.
public record Did(String text) {
  /// Longest text, in UTF-8 bytes (rule LIM-1).
  public static final int MAX_SIZE = 2048;

  private static final String SCHEME = "did:";

  public Did {
    // Every character outside ASCII is refused below, so characters are bytes.
    if (text.length() > MAX_SIZE) {
      throw new MalformedException("a DID has " + text.length() + " characters, limit " + MAX_SIZE);
    }
    requireSyntax(text);
  }

  /// Reads the text form.
  ///
  /// @throws MalformedException if `text` is no DID
  public static Did parse(String text) {
    return new Did(text);
  }

  /// The method, such as `key`.
  public String method() {
    return text.substring(SCHEME.length(), methodEnd(text));
  }

  /// This DID without its fragment: whom it names.
  public Did principal() {
    int hash = text.indexOf('#');
    return hash < 0 ? this : new Did(text.substring(0, hash));
  }

  /// Whether both name the same principal: fragments do not count.
  public boolean samePrincipal(Did other) {
    return principal().equals(other.principal());
  }

  @Override
  public String toString() {
    return text;
  }

  private static int methodEnd(String text) {
    return text.indexOf(':', SCHEME.length());
  }

  private static void requireSyntax(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new MalformedException(Quoted.of(text) + " is no DID: it does not begin with did:");
    }
    int methodEnd = methodEnd(text);
    if (methodEnd <= SCHEME.length()) {
      throw new MalformedException(Quoted.of(text) + " is no DID: it names no method");
    }
    for (int i = SCHEME.length(); i < methodEnd; i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && !isDigit(c)) {
        throw new MalformedException(
            Quoted.of(text) + " is no DID: a method is lower case letters and digits");
      }
    }
    int hash = text.indexOf('#');
    int end = hash < 0 ? text.length() : hash;
    if (end == methodEnd + 1 || text.charAt(end - 1) == ':') {
      throw new MalformedException(Quoted.of(text) + " is no DID: its identifier is empty");
    }
    requireCharacters(text, methodEnd + 1, end, ":.-_");
    if (hash >= 0) {
      requireCharacters(text, hash + 1, text.length(), ":.-_~!$&'()*+,;=@/?");
    }
  }

  /// Letters, digits, percent-encoded bytes and `extra`, between `from` and `to`.
  private static void requireCharacters(String text, int from, int to, String extra) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < to && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
        i += 2;
      } else if (!isLetter(c) && !isDigit(c) && extra.indexOf(c) < 0) {
        throw new MalformedException(
            Quoted.of(text) + " is no DID: character " + (i + 1) + " is not allowed there");
      }
    }
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
