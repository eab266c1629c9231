package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Branch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says what Homestar 0.3.0 would do differently with a workflow that is valid here: the rows of
/// `homestar.md` sections 2, 5, 6 and 18 that a document alone can show.
///
/// An error is what Homestar refuses, or never finishes; a warning is what it takes another way.
public final class HomestarLint {
  private static final Set<String> TAGS = Set.of("ok", "error", "just");
  private static final Set<String> LIMITS = Set.of("fuel", "gas", "memory", "time");

  private final Workflow workflow;
  private final Problems problems = new Problems();
  private final Set<Cid> own = new HashSet<>();

  private HomestarLint(Workflow workflow) {
    this.workflow = workflow;
    workflow.tasks().forEach(task -> own.add(task.instruction().cid()));
  }

  /// What there is to say, tasks in order.
  ///
  /// @param source the document as it was written, which Homestar would read
  public static List<Problem> of(Workflow workflow, Bytes source) {
    return new HomestarLint(workflow).check(source);
  }

  private List<Problem> check(Bytes source) {
    checkForm(source);
    workflow
        .output()
        .ifPresent(_ ->
            problems.warning(
                DocumentPath.of("output"),
                "Homestar knows no output of a workflow",
                "take the receipts of its tasks"));
    workflow.tasks().forEach(this::check);
    return problems.sorted();
  }

  private void checkForm(Bytes source) {
    try {
      var tasks =
          DagJson.decode(source, DagJson.Options.HOMESTAR) instanceof MapNode root
              ? root.find("tasks")
              : null;
      if (tasks != null && tasks.orElse(Node.NULL) instanceof Node.ListNode) {
        return;
      }
    } catch (MalformedException e) {
      // Told below: whatever else it is, it is no document of Homestar.
    }
    problems.error(
        DocumentPath.ROOT,
        "Homestar reads files of DAG-JSON only, with a list of tasks",
        "ipvm workflow compile FILE -O FILE.json writes one");
  }

  private void check(Task task) {
    var at = DocumentPath.of("tasks").key(task.label());
    if (!task.aliases().isEmpty()) {
      problems.error(
          at,
          "Homestar refuses workflows with equal tasks: this one is also called "
              + String.join(", ", task.aliases()),
          "give each of them an `nnc`, or leave the others out");
    }
    var instruction = task.instruction();
    if (!instruction.op().equals("wasm/run")) {
      problems.error(
          at.key("op"),
          "Homestar knows no operation but `wasm/run`: a task of `"
              + instruction.op()
              + "` gets no receipt, and its workflow stays pending",
          "");
    }
    if (!instruction.rsc().startsWith(ResourceUrl.IPFS)) {
      problems.error(
          at.key("rsc"),
          "a resource that is not `ipfs://` ends Homestar's worker",
          "name the module by its CID");
    }
    checkPromises(task, at);
    checkArguments(instruction, at);
    checkPolicy(task, at);
  }

  private void checkPromises(Task task, DocumentPath at) {
    for (var promise : task.promises()) {
      if (promise.branch() != Branch.OK) {
        problems.warning(
            at,
            "Homestar ignores which branch is awaited: `"
                + promise.branch().key()
                + "` gets whatever the result is",
            "");
      }
      if (!own.contains(promise.instruction())) {
        problems.warning(
            at,
            "Homestar looks once for the result of a task of another workflow, and fails if it is"
                + " not there yet",
            "put the task into this workflow");
      }
    }
  }

  private void checkArguments(Instruction instruction, DocumentPath at) {
    var arguments =
        instruction.input() instanceof MapNode input
                && input.find("args").orElse(Node.NULL) instanceof Node.ListNode(var items)
            ? items
            : List.<Node>of();
    for (int i = 0; i < arguments.size(); i++) {
      var place = at.key("args").index(i);
      var argument = arguments.get(i);
      if (Await.of(argument).isEmpty()) {
        checkArgument(argument, place);
      }
    }
  }

  private void checkArgument(Node argument, DocumentPath place) {
    if (argument instanceof Node.ListNode(var items)
        && items.size() == 2
        && items.getFirst() instanceof Node.StringNode(var tag)
        && TAGS.contains(tag)) {
      problems.warning(
          place,
          "Homestar takes the list [\"" + tag + "\", x] for a result, and passes x alone",
          "");
    }
    Tree.walk(
        argument,
        place,
        (node, path) -> {
          if (Await.of(node).isPresent()) {
            problems.error(
                path,
                "Homestar does not see what is awaited inside of lists and maps",
                "pass the awaited value as an argument of its own");
            return false;
          }
          if (node instanceof MapNode map
              && map.size() == 1
              && map.values().iterator().next() instanceof Node.LinkNode) {
            problems.error(path, "Homestar takes a map of one link for an awaited result", "");
            return false;
          }
          if (node instanceof Node.LinkNode && !path.equals(place)) {
            problems.warning(
                path,
                "Homestar passes a link inside of lists and maps as text",
                "pass the link as an argument of its own");
          }
          return true;
        });
  }

  private void checkPolicy(Task task, DocumentPath at) {
    if (!task.prf().isEmpty()) {
      problems.warning(at.key("prf"), "Homestar drops the proofs of a task unread", "");
    }
    if (!(task.meta() instanceof MapNode meta)) {
      return;
    }
    boolean limited =
        meta.keys().stream().anyMatch(LIMITS::contains)
            || (meta.find(TaskConfig.KEY).orElse(Node.NULL) instanceof MapNode config
                && (config.has("limits") || config.has("timeout")));
    if (limited) {
      problems.warning(
          at.key("meta"),
          "Homestar ignores limits: an endless loop runs until its node is stopped",
          "");
    }
  }
}
