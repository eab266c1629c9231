package io.ipvm.workflow;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ucan.Branch;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What `{{ ... }}` in a value stands for.
sealed interface Expression {
  /// No braces: the text itself.
  record Literal() implements Expression {}

  /// `needs.NAME.output` or `needs.NAME.error`.
  record Needs(Branch branch, String label) implements Expression {}

  /// `input.path.to[0]`.
  record Input(InputPath path) implements Expression {}

  /// `file:PATH`.
  record File(String path) implements Expression {}

  /// `dir:PATH`.
  record Directory(String path) implements Expression {}

  /// `glob:PATTERN`.
  record Glob(String pattern) implements Expression {}

  /// `cid:bafy...`.
  record Link(Cid cid) implements Expression {}

  /// Nothing that can be understood.
  record Wrong(String message, String advice) implements Expression {}

  /// The form of a task's name.
  Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

  String FORMS =
      "{{ needs.TASK.output }}, {{ needs.TASK.error }}, {{ input.PATH }}, {{ file:PATH }},"
          + " {{ dir:PATH }}, {{ glob:PATTERN }}, {{ cid:CID }}";

  static Expression parse(String text) {
    if (!text.contains("{{")) {
      return new Literal();
    }
    var trimmed = text.strip();
    int end = trimmed.indexOf("}}");
    if (end < 0) {
      return new Wrong("`{{` without `}}`", "write one of " + FORMS);
    }
    if (!trimmed.startsWith("{{") || end != trimmed.length() - 2) {
      return new Wrong(
          "text around `{{ }}` comes later: a value is one `{{ }}` or none",
          "give the parts to a function as arguments of their own");
    }
    return parseInner(trimmed.substring(2, end).strip());
  }

  private static Expression parseInner(String inner) {
    int colon = inner.indexOf(':');
    if (colon > 0 && NAME.matcher(inner.substring(0, colon)).matches()) {
      return parseReference(inner.substring(0, colon), inner.substring(colon + 1).strip());
    }
    if (inner.equals("needs") || inner.startsWith("needs.") || inner.startsWith("needs[")) {
      return parseNeeds(inner);
    }
    var path = InputPath.parse(inner);
    if (path.isPresent()) {
      return new Input(path.get());
    }
    var word = inner.split("[^\\p{L}]", 2)[0];
    var advice =
        Nearest.to(word, List.of("needs", "input"))
            .filter(_ -> NAME.matcher(inner.replaceAll("[.\\[\\]]", "")).matches())
            .map(name -> "did you mean `" + name + inner.substring(word.length()) + "`?")
            .orElse("write one of " + FORMS);
    return new Wrong(
        "`{{ " + inner + " }}` is none of what this version understands; expressions come later",
        advice);
  }

  private static Expression parseReference(String scheme, String rest) {
    if (rest.isEmpty()) {
      return new Wrong("nothing stands behind `" + scheme + ":`", "write one of " + FORMS);
    }
    return switch (scheme) {
      case "file" -> new File(rest);
      case "dir" -> new Directory(rest);
      case "glob" -> new Glob(rest);
      case "cid" -> parseCid(rest);
      default ->
          new Wrong(
              "`" + scheme + ":` means nothing here",
              Nearest.to(scheme, List.of("file", "dir", "glob", "cid"))
                  .map(name -> "did you mean `" + name + ":" + rest + "`?")
                  .orElse("write one of " + FORMS));
    };
  }

  private static Expression parseCid(String text) {
    try {
      return new Link(Cid.parse(text));
    } catch (MalformedException e) {
      return new Wrong("`" + text + "` is no CID: " + e.getMessage(), "");
    }
  }

  private static Expression parseNeeds(String inner) {
    var parts = inner.split("\\.", 4);
    if (parts.length < 3 || !NAME.matcher(parts[1]).matches()) {
      return new Wrong(
          "`{{ " + inner + " }}` names no result",
          "write {{ needs.TASK.output }} or {{ needs.TASK.error }}");
    }
    var branch = branch(parts[2]);
    if (branch.isPresent() && parts.length == 3) {
      return new Needs(branch.get(), parts[1]);
    }
    var plain = parts[2].split("\\[", 2)[0];
    if (branch(plain).isPresent()) {
      return new Wrong(
          "`{{ " + inner + " }}`: paths into a result come later",
          "pass the whole {{ needs."
              + parts[1]
              + "."
              + plain
              + " }} and let the function take what it needs");
    }
    return new Wrong(
        "a task has no `" + parts[2] + "`",
        "write {{ needs." + parts[1] + ".output }} or {{ needs." + parts[1] + ".error }}");
  }

  private static Optional<Branch> branch(String word) {
    return switch (word) {
      case "output" -> Optional.of(Branch.OK);
      case "error" -> Optional.of(Branch.ERROR);
      default -> Optional.empty();
    };
  }
}
