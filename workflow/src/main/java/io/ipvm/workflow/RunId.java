package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

/// Names one execution of a workflow: a ULID, 26 characters of Crockford base32.
public record RunId(String text) implements Comparable<RunId> {
  public RunId {
    requireNonNull(text);
  }

  @Override
  public int compareTo(RunId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
