package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The document that is hashed: the canonical root keys, and every task with all its keys, in the
/// order of the author's document (`homestar.md` section 3, `workflow.md` section 6).
final class CanonicalDocument {
  private CanonicalDocument() {}

  static MapNode of(MapNode root, List<Task> tasks) {
    return root.with("tasks", Node.list(tasks.stream().map(Task::toNode).toList()));
  }

  /// Of `{tasks}` alone.
  static Cid projection(Bytes document) {
    var tasks = ((MapNode) DagCbor.decode(document)).find("tasks").orElseThrow();
    return sha3(DagCbor.encode(MapNode.of("tasks", tasks)));
  }

  /// @param tasks in document order, equal instructions included
  static Workflow toWorkflow(
      MapNode document, Draft draft, List<Task> tasks, Optional<Node> output) {
    var bytes = DagCbor.encode(document);
    return new Workflow(
        cid(bytes, draft.mapping()),
        bytes,
        draft.name(),
        draft.mapping(),
        ordered(merged(tasks)),
        output,
        draft.timeout());
  }

  static Cid cid(Bytes document, Mapping mapping) {
    return switch (mapping) {
      case COMPATIBILITY -> sha3(document);
      case NATIVE -> Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, document);
    };
  }

  /// Behind what they await; links to tasks that are not here do not count.
  static List<Task> ordered(List<Task> tasks) {
    var positions = new HashMap<Cid, Integer>();
    for (int i = 0; i < tasks.size(); i++) {
      positions.put(tasks.get(i).instruction().cid(), i);
    }
    var awaited = new ArrayList<List<Integer>>();
    for (var task : tasks) {
      awaited.add(
          task.promises().stream()
              .map(promise -> positions.get(promise.instruction()))
              .filter(Objects::nonNull)
              .distinct()
              .toList());
    }
    // Links cannot form a circle: no CID contains itself.
    return TopologicalOrder.of(awaited).stream().map(tasks::get).toList();
  }

  /// Equal instructions are one task with several labels and the widest limits.
  private static List<Task> merged(List<Task> tasks) {
    Map<Cid, Task> byInstruction = new LinkedHashMap<>();
    for (var task : tasks) {
      byInstruction.merge(task.instruction().cid(), task, CanonicalDocument::join);
    }
    return List.copyOf(byInstruction.values());
  }

  private static Task join(Task first, Task other) {
    var aliases = new ArrayList<>(first.aliases());
    aliases.add(other.label());
    return new Task(
        first.label(),
        aliases,
        first.instruction(),
        widest(first.limits(), other.limits()),
        first.cause(),
        first.meta(),
        first.prf(),
        first.promises());
  }

  private static Limits widest(Limits a, Limits b) {
    return new Limits(
        Math.max(a.gas(), b.gas()), Math.max(a.memory(), b.memory()), longer(a.time(), b.time()));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Cid sha3(Bytes bytes) {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, bytes);
  }
}
