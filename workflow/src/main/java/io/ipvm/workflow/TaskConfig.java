package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The policy of a task in `meta["ipvm/config"]`: outside the instruction CID, never a reason to
/// compute again (`workflow.md` section 7).
///
/// @param timeout milliseconds
record TaskConfig(Optional<String> label, LimitSettings limits, OptionalLong timeout) {
  static final String KEY = "ipvm/config";
  static final TaskConfig NONE =
      new TaskConfig(Optional.empty(), LimitSettings.NONE, OptionalLong.empty());

  /// Keys of the format that this version does not act on.
  static final Set<String> LATER =
      Set.of(
          "after",
          "cache",
          "catch",
          "compensate",
          "concurrency",
          "effect",
          "lease",
          "once",
          "priority",
          "queue",
          "retain",
          "secret",
          "when",
          "where");

  private static final List<String> KNOWN = List.of("label", "limits", "timeout", "retry", "check");

  static TaskConfig read(MapNode config, DocumentPath path, Problems problems) {
    for (var key : config.keys()) {
      if (LATER.contains(key)) {
        problems.comesLater(path, key);
      } else if (!KNOWN.contains(key)) {
        problems.unknownKey(path, key, KNOWN);
      }
    }
    if (config.has("retry")) {
      problems.keyWarning(
          path.key("retry"),
          "`retry` comes later: this version tries a task once",
          "run the document again to try what failed");
    }
    checkAttestation(config, path, problems);
    var timeout =
        config
            .find("timeout")
            .map(value -> Quantity.TIME.read(value, path.key("timeout"), problems))
            .orElse(OptionalLong.empty());
    return new TaskConfig(label(config, path, problems), limits(config, path, problems), timeout);
  }

  /// The only way of checking results there is yet, and what a receipt is anyway.
  static void checkAttestation(MapNode config, DocumentPath path, Problems problems) {
    config
        .find("check")
        .filter(check -> !check.equals(Node.of("attestation")))
        .ifPresent(check ->
            problems.error(
                path.key("check"),
                "a `check` of " + Kind.shown(check) + " comes later",
                "write `attestation`, or leave it out"));
  }

  /// A limit of time per attempt and one for the task are the same while there is one attempt.
  Limits over(Limits wider) {
    var limited = limits.over(wider);
    return timeout.isPresent() && timeout.getAsLong() < limited.time().toMillis()
        ? new LimitSettings(OptionalLong.empty(), OptionalLong.empty(), timeout).over(limited)
        : limited;
  }

  private static Optional<String> label(MapNode config, DocumentPath path, Problems problems) {
    var label = config.find("label");
    if (label.isEmpty()) {
      return Optional.empty();
    }
    if (label.get() instanceof Node.StringNode(var text) && !text.isEmpty()) {
      return Optional.of(text);
    }
    problems.error(path.key("label"), "a label is text, not " + Kind.of(label.get()));
    return Optional.empty();
  }

  private static LimitSettings limits(MapNode config, DocumentPath path, Problems problems) {
    var limits = config.find("limits");
    if (limits.isEmpty()) {
      return LimitSettings.NONE;
    }
    return LimitSettings.readStrictly(limits.get(), path.key("limits"), problems);
  }
}
