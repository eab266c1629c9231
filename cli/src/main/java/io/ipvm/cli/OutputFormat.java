package io.ipvm.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The form in which a command prints its answer.
enum OutputFormat {
  TABLE,
  WIDE,
  JSON,
  JSONL,
  YAML,
  /// The thing itself where it is a value of IPLD, such as a token; else the answer of [#JSON] on
  /// one line, in the canonical form of DAG-JSON.
  DAG_JSON,
  ID;

  static String names() {
    return Arrays.stream(values()).map(OutputFormat::text).collect(Collectors.joining("|"));
  }

  /// @param origin who says it
  static OutputFormat parse(String text, String origin) {
    return Arrays.stream(values())
        .filter(format -> format.text().equals(text))
        .findFirst()
        .orElseThrow(() ->
            Failure.usage(
                "unknown output format " + Text.visible(text),
                origin + " takes one of " + names(),
                "-o json"));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether a machine reads it: then messages are for machines, too.
  boolean structured() {
    return switch (this) {
      case TABLE, WIDE, ID -> false;
      case JSON, JSONL, YAML, DAG_JSON -> true;
    };
  }
}
