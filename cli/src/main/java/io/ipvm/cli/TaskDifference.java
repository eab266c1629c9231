package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Task;
import io.ipvm.workflow.Workflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of one task from one workflow to another.
///
/// An instruction's CID changes when anything it awaits changes. Therefore awaited instructions are
/// compared by their labels: what then still differs was changed by somebody, all else is only
/// affected by it.
///
/// @param what the parts that differ; for an affected task the tasks it awaits that differ
/// @param before the CID of the instruction, where there is one
/// @param after the same of the other workflow
record TaskDifference(
    String label, Change change, List<String> what, Optional<Cid> before, Optional<Cid> after) {
  TaskDifference {
    what = List.copyOf(what);
  }

  /// From nothing happened to gone.
  enum Change {
    SAME,
    /// Limits or other settings outside the instruction: nothing is computed anew.
    POLICY,
    CHANGED,
    /// Computed anew because of what it awaits.
    AFFECTED,
    ADDED,
    REMOVED
  }

  boolean differs() {
    return change != Change.SAME;
  }

  /// The tasks of `after` in their order, then those that are gone.
  static List<TaskDifference> between(Workflow before, Workflow after) {
    var was = byLabel(before);
    var is = byLabel(after);
    var differences = new LinkedHashMap<String, TaskDifference>();
    is.forEach((label, task) ->
        differences.put(label, of(label, Optional.ofNullable(was.get(label)), task, differences)));
    was.forEach((label, task) -> {
      if (!is.containsKey(label)) {
        differences.put(
            label,
            new TaskDifference(
                label,
                Change.REMOVED,
                List.of(),
                Optional.of(task.task().instruction().cid()),
                Optional.empty()));
      }
    });
    return List.copyOf(differences.values());
  }

  /// A task whose awaited instructions have been replaced by their labels.
  private record Named(Task task, Node input, List<String> awaits) {}

  private static Map<String, Named> byLabel(Workflow workflow) {
    var labels = new HashMap<Cid, String>();
    var named = new LinkedHashMap<String, Named>();
    for (var task : workflow.tasks()) {
      labels.put(task.instruction().cid(), task.label());
      var awaits =
          task.promises().stream()
              .flatMap(promise -> Optional.ofNullable(labels.get(promise.instruction())).stream())
              .distinct()
              .toList();
      var one = new Named(task, withLabels(task.instruction().input(), labels), awaits);
      named.put(task.label(), one);
      task.aliases().forEach(alias -> named.put(alias, one));
    }
    return named;
  }

  private static TaskDifference of(
      String label, Optional<Named> was, Named is, Map<String, TaskDifference> done) {
    var after = Optional.of(is.task().instruction().cid());
    if (was.isEmpty()) {
      return new TaskDifference(label, Change.ADDED, List.of(), Optional.empty(), after);
    }
    var before = Optional.of(was.get().task().instruction().cid());
    var parts = parts(was.get(), is);
    if (!parts.isEmpty()) {
      return new TaskDifference(label, Change.CHANGED, parts, before, after);
    }
    if (!before.equals(after)) {
      var because =
          is.awaits().stream()
              .filter(name -> done.containsKey(name) && done.get(name).differs())
              .toList();
      return new TaskDifference(label, Change.AFFECTED, because, before, after);
    }
    boolean policy = !was.get().task().toNode().equals(is.task().toNode());
    var limits = was.get().task().limits().equals(is.task().limits()) ? "meta" : "limits";
    return policy
        ? new TaskDifference(label, Change.POLICY, List.of(limits), before, after)
        : new TaskDifference(label, Change.SAME, List.of(), before, after);
  }

  private static List<String> parts(Named was, Named is) {
    Instruction before = was.task().instruction();
    Instruction after = is.task().instruction();
    var parts = new ArrayList<String>();
    add(parts, "module", before.rsc().equals(after.rsc()));
    add(parts, "op", before.op().equals(after.op()));
    add(parts, "nonce", before.nnc().equals(after.nnc()));
    if (was.input() instanceof MapNode old
        && is.input() instanceof MapNode now
        && old.find("args").orElse(Node.NULL) instanceof Node.ListNode(var oldArgs)
        && now.find("args").orElse(Node.NULL) instanceof Node.ListNode(var nowArgs)) {
      add(parts, "function", old.find("func").equals(now.find("func")));
      for (int i = 0; i < Math.max(oldArgs.size(), nowArgs.size()); i++) {
        boolean both = i < oldArgs.size() && i < nowArgs.size();
        add(parts, "args[" + i + "]", both && oldArgs.get(i).equals(nowArgs.get(i)));
      }
    } else {
      add(parts, "input", was.input().equals(is.input()));
    }
    return parts;
  }

  private static void add(List<String> parts, String name, boolean same) {
    if (!same) {
      parts.add(name);
    }
  }

  private static Node withLabels(Node node, Map<Cid, String> labels) {
    return Node.rewrite(
        node,
        part ->
            part instanceof Node.LinkNode(var cid)
                ? Optional.ofNullable(labels.get(cid)).map(Node::of)
                : Optional.empty());
  }
}
