package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A compiled document. One that declares `input` is bound to a value before it can run; an L0
/// document, or an L1 document without `input`, binds to itself.
///
/// A task that awaits another has no CID before the input of the run is known, therefore a template
/// names tasks by label and [Binding] turns labels into links, in an order in which every link is
/// known when it is needed (`workflow.md` section 6).
public final class Template {
  private static final DocumentPath INPUT = DocumentPath.of("input");

  /// About how many bytes the values of an input may add to a document.
  static final long MAX_SUBSTITUTED = 32L * 1024 * 1024;

  private final Draft draft;

  /// Positions in the draft's tasks, each after what it awaits.
  private final List<Integer> order;

  private final Bytes bytes;

  /// Of a document without input.
  private final Optional<Workflow> concrete;

  /// @throws MalformedException if the canonical document is too large or too deep to be written
  Template(Draft draft, List<Integer> order) {
    this.draft = requireNonNull(draft);
    this.order = List.copyOf(order);
    this.concrete =
        draft.input().isPresent()
            ? Optional.empty()
            : Optional.of(new Binding(draft, this.order, Optional.empty()).workflow());
    this.bytes =
        concrete
            .map(Workflow::bytes)
            .orElseGet(() ->
                DagCbor.encode(
                    CanonicalDocument.of(
                        draft.root(),
                        draft.tasks().stream()
                            .map(task -> task.toTask(task.instruction()))
                            .toList())));
  }

  public String name() {
    return draft.name();
  }

  public Mapping mapping() {
    return draft.mapping();
  }

  /// Of the compiled template document; empty for a document that takes no input.
  public Optional<Cid> cid() {
    return inputSchema().map(_ -> Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, bytes));
  }

  /// The compiled document, DAG-CBOR.
  public Bytes bytes() {
    return bytes;
  }

  /// The JSON Schema of the input; empty for a document that takes none.
  public Optional<MapNode> inputSchema() {
    return draft.input().map(InputSchema::source);
  }

  /// The tasks and what they await, as far as that is known before the input is.
  public WorkflowGraph graph() {
    return concrete
        .map(WorkflowGraph::of)
        .orElseGet(() -> WorkflowGraph.of(order.stream().map(draft.tasks()::get).toList()));
  }

  /// Checks `input` against the schema, fills in defaults, substitutes. A null stands for an input
  /// that was not given.
  public Reading<Workflow> bind(Node input) {
    var problems = new Problems();
    if (concrete.isPresent()) {
      if (!(input instanceof Node.NullNode) && !input.equals(MapNode.EMPTY)) {
        problems.warning(INPUT, "the document takes no input; what was given is ignored", "");
      }
      return problems.reading(concrete::get);
    }
    var schema = draft.input().orElseThrow();
    var whole = schema.withDefaults(input);
    checkInput(input, schema, whole, problems);
    if (problems.hasErrors()) {
      return new Reading.Invalid<>(problems.sorted());
    }
    try {
      var workflow = new Binding(draft, order, Optional.of(whole)).workflow();
      return problems.reading(() -> workflow);
    } catch (MalformedException e) {
      problems.error(INPUT, "the input does not fit into the document: " + e.getMessage());
      return new Reading.Invalid<>(problems.sorted());
    }
  }

  private void checkInput(Node given, InputSchema schema, Node whole, Problems problems) {
    schema.check(whole, problems);
    if (!problems.hasErrors()) {
      checkPlaceholders(whole, problems);
    }
    Tree.walk(
        whole,
        INPUT,
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
              INPUT.key(name),
              "the document declares no input `" + name + "`",
              Nearest.to(name, known).map(near -> "did you mean `" + near + "`?").orElse(""));
        }
      }
    }
  }

  private void checkPlaceholders(Node input, Problems problems) {
    long size = 0;
    for (var use : uses().values()) {
      var value = use.path().find(input);
      if (value.isEmpty()) {
        problems.error(
            DocumentPath.of(use.path().toString()),
            "`" + use.path() + "` is not given",
            "pass it as an input, or give it a `default` in the document");
      } else {
        size += use.count() * Tree.size(value.get());
      }
    }
    if (size > MAX_SUBSTITUTED) {
      problems.error(
          INPUT,
          "the input would add " + size + " bytes to the document, limit " + MAX_SUBSTITUTED,
          "pass large data as links");
    }
  }

  /// The places of the input that tasks and the output use, and how often.
  private Map<String, Use> uses() {
    var values = new ArrayList<Node>();
    draft.tasks().forEach(task -> values.add(task.instruction().input()));
    draft.output().ifPresent(values::add);
    var found = new LinkedHashMap<String, Use>();
    for (var value : values) {
      for (var reference : References.toInput(value, DocumentPath.ROOT)) {
        var path = reference.place();
        found.merge(path.toString(), new Use(path, 1), (a, b) -> new Use(path, a.count() + 1));
      }
    }
    return found;
  }

  private record Use(InputPath path, long count) {}
}
