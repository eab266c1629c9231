package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A compiled document. One that declares `input` is bound to a value before it can run; an L0
/// document, or an L1 document without `input`, binds to itself.
///
/// A task that awaits another has no CID before the input of the run is known, therefore a template
/// names tasks by label and [#bind] turns labels into links, in an order in which every link is
/// known when it is needed (`workflow.md` section 6).
public final class Template {
  private final Draft draft;

  /// Positions in the draft's tasks, each after what it awaits.
  private final List<Integer> order;

  Template(Draft draft, List<Integer> order) {
    this.draft = requireNonNull(draft);
    this.order = List.copyOf(order);
  }

  public String name() {
    return draft.name();
  }

  public Mapping mapping() {
    return draft.mapping();
  }

  /// Of the compiled template document; empty for a document that takes no input.
  public Optional<Cid> cid() {
    return inputSchema().map(_ -> Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, bytes()));
  }

  /// The compiled document, DAG-CBOR.
  public Bytes bytes() {
    if (draft.input().isEmpty()) {
      return concrete(MapNode.EMPTY).bytes();
    }
    var tasks = draft.tasks().stream().map(task -> task.toTask(task.instruction())).toList();
    return DagCbor.encode(CanonicalDocument.of(draft.root(), tasks));
  }

  /// The JSON Schema of the input; empty for a document that takes none.
  public Optional<MapNode> inputSchema() {
    return draft.input().map(InputSchema::source);
  }

  /// The tasks and what they await, as far as that is known before the input is.
  public WorkflowGraph graph() {
    return draft.input().isEmpty()
        ? WorkflowGraph.of(concrete(MapNode.EMPTY))
        : WorkflowGraph.of(order.stream().map(draft.tasks()::get).toList());
  }

  /// Checks `input` against the schema, fills in defaults, substitutes. A null stands for an input
  /// that was not given.
  public Reading<Workflow> bind(Node input) {
    var problems = new Problems();
    var whole = input;
    if (draft.input().isPresent()) {
      var schema = draft.input().get();
      whole = schema.withDefaults(input);
      checkInput(input, schema, whole, problems);
    } else if (!(input instanceof Node.NullNode) && !input.equals(MapNode.EMPTY)) {
      problems.warning(
          DocumentPath.of("input"), "the document takes no input; what was given is ignored", "");
    }
    if (problems.hasErrors()) {
      return new Reading.Invalid<>(problems.sorted());
    }
    var value = whole;
    return problems.reading(() -> concrete(value));
  }

  private void checkInput(Node given, InputSchema schema, Node whole, Problems problems) {
    schema.check(whole, problems);
    if (!problems.hasErrors()) {
      placeholders().forEach(reference -> checkPlaceholder(reference, whole, problems));
    }
    Tree.walk(
        whole,
        DocumentPath.of("input"),
        (node, path) -> {
          if (Await.of(node).isPresent()) {
            problems.error(
                path,
                "an input cannot hold a promise",
                "promises belong into the document: its tasks name what they await");
          }
          return true;
        });
    if (given instanceof MapNode map) {
      var known = schema.names();
      for (var name : map.keys()) {
        if (!known.contains(name) && !schema.allows(name)) {
          problems.keyWarning(
              DocumentPath.of("input").key(name),
              "the document declares no input `" + name + "`",
              Nearest.to(name, known).map(near -> "did you mean `" + near + "`?").orElse(""));
        }
      }
    }
  }

  private static void checkPlaceholder(InputPath path, Node input, Problems problems) {
    if (path.find(input).isEmpty()) {
      problems.error(
          DocumentPath.of(path.toString()),
          "`" + path + "` is not given",
          "pass it as an input, or give it a `default` in the document");
    }
  }

  /// The distinct places of the input that tasks or the output use.
  private List<InputPath> placeholders() {
    var found = new LinkedHashMap<String, InputPath>();
    var values = new ArrayList<Node>();
    draft.tasks().forEach(task -> values.add(task.instruction().input()));
    draft.output().ifPresent(values::add);
    for (var value : values) {
      Tree.walk(
          value,
          DocumentPath.ROOT,
          (node, _) -> {
            placeholder(node).ifPresent(path -> found.put(path.toString(), path));
            return true;
          });
    }
    return List.copyOf(found.values());
  }

  private static Optional<InputPath> placeholder(Node node) {
    return node instanceof Node.StringNode(var text)
            && Expression.parse(text) instanceof Expression.Input(var path)
        ? Optional.of(path)
        : Optional.empty();
  }

  private Workflow concrete(Node input) {
    boolean isTemplate = draft.input().isPresent();
    var links = new HashMap<String, Cid>();
    var tasks = new Task[draft.tasks().size()];
    for (int position : order) {
      var task = draft.tasks().get(position);
      var value = task.instruction().input();
      var substituted = isTemplate ? substitute(value, input) : value;
      var linked = draft.mapping() == Mapping.NATIVE ? link(substituted, links) : substituted;
      var instruction = task.instruction().withInput(linked);
      links.put(task.label(), instruction.cid());
      tasks[position] = task.toTask(instruction);
    }
    var output = draft.output().map(value -> isTemplate ? substitute(value, input) : value);
    var root = isTemplate ? draft.root().without("input") : draft.root();
    if (output.isPresent()) {
      root = root.with("output", output.get());
    }
    return CanonicalDocument.toWorkflow(
        CanonicalDocument.of(root, List.of(tasks)), draft, List.of(tasks), output);
  }

  private static Node substitute(Node value, Node input) {
    return Tree.rewrite(value, node -> placeholder(node).flatMap(path -> path.find(input)));
  }

  private static Node link(Node value, Map<String, Cid> links) {
    return Tree.rewrite(
        value,
        node ->
            Await.of(node)
                .flatMap(await ->
                    switch (await) {
                      case Await.ByLabel(var branch, var label) ->
                          Optional.ofNullable(links.get(label))
                              .map(cid -> Await.toNode(branch, Node.of(cid)));
                      case Await.ByLink _ -> Optional.empty();
                    }));
  }
}
