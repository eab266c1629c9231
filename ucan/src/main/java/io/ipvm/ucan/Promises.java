package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Where arguments name a result that is not there yet: a map of one key, `await/ok`, `await/error`
/// or `await/*`, with a link to the task (rule PRM-4). A map that only looks similar is data (T49).
final class Promises {
  private Promises() {}

  static boolean isPromise(Node node) {
    return awaited(node) != null;
  }

  /// The task that `node` itself waits for, null if it is no promise.
  static @Nullable Cid awaited(Node node) {
    if (!(node instanceof MapNode map) || map.size() != 1) {
      return null;
    }
    return switch (map.keys().getFirst()) {
      case "await/ok", "await/error", "await/*" ->
          map.values().getFirst() instanceof Node.LinkNode(var task) ? task : null;
      default -> null;
    };
  }

  /// Adds every task that `node` waits for anywhere within.
  static void collect(Node node, Collection<Cid> tasks) {
    var task = awaited(node);
    if (task != null) {
      tasks.add(task);
    } else if (node instanceof Node.ListNode(var items)) {
      items.forEach(item -> collect(item, tasks));
    } else if (node instanceof MapNode map) {
      map.values().forEach(value -> collect(value, tasks));
    }
  }
}
