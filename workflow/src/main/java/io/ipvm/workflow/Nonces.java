package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Gives tasks nonces and carries the new CIDs to all that await them.
///
/// A nonce changes the CID of its instruction, hence the input of every task that awaits it, hence
/// their CIDs, and so on down the graph. [Workflow#tasks] are in an order in which a task follows
/// what it awaits, so one pass is enough.
final class Nonces {
  private Nonces() {}

  static Workflow bind(Workflow workflow, Function<Task, Optional<Bytes>> nonces) {
    Map<Cid, Instruction> replacements = new HashMap<>();
    Map<Cid, Cid> links = new HashMap<>();
    var tasks = new ArrayList<Task>();
    for (var task : workflow.tasks()) {
      var old = task.instruction();
      var input = relink(old.input(), links);
      var nonce = nonces.apply(task).map(Nonces::checked).orElse(old.nnc());
      var instruction = old.withInput(input).withNonce(nonce);
      if (!instruction.equals(old)) {
        replacements.put(old.cid(), instruction);
        links.put(old.cid(), instruction.cid());
      }
      tasks.add(with(task, instruction));
    }
    if (replacements.isEmpty()) {
      return workflow;
    }
    var bytes = DagCbor.encode(rewritten(workflow.bytes(), replacements));
    return new Workflow(
        CanonicalDocument.cid(bytes, workflow.mapping()),
        bytes,
        workflow.name(),
        workflow.mapping(),
        tasks,
        workflow.output(),
        workflow.timeout());
  }

  /// The document may name one instruction under several labels; each of them is replaced.
  private static MapNode rewritten(Bytes document, Map<Cid, Instruction> replacements) {
    var root = (MapNode) DagCbor.decode(document);
    var entries = (Node.ListNode) root.find("tasks").orElseThrow();
    List<Node> tasks = new ArrayList<>();
    for (var entry : entries.items()) {
      var task = (MapNode) entry;
      var run = task.find("run").orElseThrow();
      var replacement = replacements.get(Instruction.cidOf(run));
      tasks.add(replacement == null ? task : task.with("run", replacement.toNode()));
    }
    return root.with("tasks", Node.list(tasks));
  }

  private static Task with(Task task, Instruction instruction) {
    return new Task(
        task.label(),
        task.aliases(),
        instruction,
        task.limits(),
        task.cause(),
        task.meta(),
        task.prf(),
        Promises.find(instruction.input()));
  }

  private static Node relink(Node input, Map<Cid, Cid> links) {
    return Node.rewrite(
        input,
        node ->
            Await.of(node)
                .flatMap(await ->
                    switch (await) {
                      case Await.ByLink(var branch, var cid) ->
                          Optional.ofNullable(links.get(cid))
                              .map(moved -> Await.toNode(branch, Node.of(moved)));
                      case Await.ByLabel _ -> Optional.empty();
                    }));
  }

  private static Node checked(Bytes nonce) {
    if (!Instruction.isNonceSize(nonce.size())) {
      throw new IllegalArgumentException("nonce of " + nonce.size() + " bytes, not 12 or 16");
    }
    return Node.of(nonce);
  }
}
