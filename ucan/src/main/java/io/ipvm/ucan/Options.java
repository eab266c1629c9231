package io.ipvm.ucan;

import io.ipvm.ipld.MalformedException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// Exceptions from the rules that a caller asked for by name, to deal with one peer or with old
/// data.
///
/// [#STRICT] has none and is what every method without options means. Source: rule LIM-2.
public final class Options {
  /// No exceptions.
  public static final Options STRICT = new Options(Set.of());

  private final Set<Option> named;

  private Options(Set<Option> named) {
    this.named = named;
  }

  /// The profile `INTEROP` with these exceptions and no others.
  public static Options interop(Option... named) {
    return new Options(Set.copyOf(Arrays.asList(named)));
  }

  /// Whether the caller asked for that exception.
  public boolean accepts(Option option) {
    return named.contains(option);
  }

  /// Goes on if the caller asked for that exception.
  ///
  /// @throws MalformedException if not: `refusal`, and the option that would allow it
  void require(Option option, String refusal) {
    if (!accepts(option)) {
      throw new MalformedException(refusal + "; option " + option + " allows it");
    }
  }

  /// The exceptions, in the order they are declared in.
  public Set<Option> named() {
    return named.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(named));
  }

  @Override
  public String toString() {
    return named.isEmpty() ? "STRICT" : "INTEROP" + named();
  }
}
