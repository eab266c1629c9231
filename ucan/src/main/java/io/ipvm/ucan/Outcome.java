package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;

/// What a task came to: exactly one of `ok` and `error` (rule RCP-1).
public sealed interface Outcome {
  /// The value, or the description of the error.
  Node value();

  /// The one it took, [Branch#OK] or [Branch#ERROR].
  default Branch branch() {
    return switch (this) {
      case Ok _ -> Branch.OK;
      case Failed _ -> Branch.ERROR;
    };
  }

  record Ok(Node value) implements Outcome {
    public Ok {
      requireNonNull(value);
    }
  }

  record Failed(Node value) implements Outcome {
    public Failed {
      requireNonNull(value);
    }
  }

  /// `{"ok": value}` or `{"error": value}`.
  default MapNode toNode() {
    return switch (this) {
      case Ok(var value) -> MapNode.of("ok", value);
      case Failed(var value) -> MapNode.of("error", value);
    };
  }

  /// Reads what [#toNode] writes.
  ///
  /// @throws io.ipvm.ipld.MalformedException if `node` has both branches, or neither, or more
  static Outcome of(Node node) {
    if (node instanceof MapNode map && map.size() == 1) {
      var ok = map.find("ok");
      if (ok.isPresent()) {
        return new Ok(ok.get());
      }
      var error = map.find("error");
      if (error.isPresent()) {
        return new Failed(error.get());
      }
    }
    throw new MalformedException("out has to be {\"ok\": value} or {\"error\": value}");
  }
}
