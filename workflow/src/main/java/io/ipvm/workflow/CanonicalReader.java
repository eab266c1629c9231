package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Draft.DraftTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Reads documents whose `tasks` is a list: L0, as Homestar writes them, and L1, which says `v`.
final class CanonicalReader {
  static final String VERSION = "0.2.0";

  /// Homestar's own words, which its clients know.
  private static final String DUPLICATE =
      "workflow cannot contain duplicate tasks: use a nonce (nnc field) to ensure uniqueness";

  private static final List<String> ROOT_KEYS =
      List.of("v", "meta", "parent", "config", "defaults", "catch", "input", "output", "tasks");
  private static final List<String> CONFIG_KEYS = List.of("time", "timeout", "check");
  private static final Set<String> CONFIG_LATER =
      Set.of("concurrency", "fuel", "gas", "memory", "retry", "secret", "where", "cache");

  private final FileSource files;
  private final Problems problems;

  CanonicalReader(FileSource files, Problems problems) {
    this.files = files;
    this.problems = problems;
  }

  /// @param fallbackName the name of a document that gives none
  Optional<Draft> read(MapNode root, String fallbackName) {
    if (root.find("workflow").orElse(Node.NULL) instanceof MapNode inner && !root.has("tasks")) {
      var name = root.find("name").orElse(Node.NULL);
      return readWorkflow(
          inner,
          DocumentPath.of("workflow"),
          name instanceof Node.StringNode(var text) ? text : fallbackName);
    }
    return readWorkflow(root, DocumentPath.ROOT, fallbackName);
  }

  private Optional<Draft> readWorkflow(MapNode root, DocumentPath path, String name) {
    var tasks = root.find("tasks");
    if (tasks.isEmpty() || !(tasks.get() instanceof Node.ListNode(var items))) {
      problems.error(
          tasks.isEmpty() ? path : path.key("tasks"),
          tasks.isEmpty()
              ? "the document has no `tasks`"
              : "`tasks` is a map of names, or a list, not " + Kind.of(tasks.get()),
          "write `tasks: { hello: { run: ./hello.wasm#greet } }`");
      return Optional.empty();
    }
    return Optional.of(
        root.has("v")
            ? readNative(root, items, path, name)
            : readHomestar(root, items, path, name));
  }

  private Draft readHomestar(MapNode root, List<Node> items, DocumentPath path, String name) {
    for (var key : List.of("config", "defaults", "input", "output")) {
      if (root.has(key)) {
        problems.keyWarning(
            path.key(key),
            "`" + key + "` is ignored: without `v` this is a Homestar document",
            "add `\"v\": \"" + VERSION + "\"`");
      }
    }
    var reader = new TaskReader(Mapping.COMPATIBILITY, Limits.HOMESTAR, files, problems);
    var tasks = labelled(readTasks(reader, items, path.key("tasks")));
    refuseDuplicates(tasks);
    return new Draft(
        Mapping.COMPATIBILITY,
        name,
        MapNode.EMPTY,
        tasks,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Draft readNative(MapNode root, List<Node> items, DocumentPath path, String name) {
    checkVersion(root.find("v").orElseThrow(), path.key("v"), problems);
    for (var key : root.keys()) {
      if (!ROOT_KEYS.contains(key)) {
        problems.unknownKey(path, key, ROOT_KEYS);
      }
    }
    for (var key : List.of("parent", "catch")) {
      if (!(root.find(key).orElse(Node.NULL) instanceof Node.NullNode)) {
        problems.comesLater(path, key);
      }
    }
    var defaults =
        map(root, "defaults", path)
            .map(map -> LimitSettings.readStrictly(map, path.key("defaults"), problems))
            .orElse(LimitSettings.NONE);
    var reader = new TaskReader(Mapping.NATIVE, defaults.over(Limits.NATIVE), files, problems);
    var tasks = labelled(readTasks(reader, items, path.key("tasks")));
    refuseEqualLabels(tasks);
    var input =
        map(root, "input", path).map(map -> InputSchema.of(map, path.key("input"), problems));
    var draft =
        new Draft(
            Mapping.NATIVE,
            name(root, path).orElse(name),
            root.without("tasks"),
            tasks,
            input,
            output(root, tasks, path),
            timeout(root, path));
    checkPlaceholders(draft, path);
    return draft;
  }

  /// What `v` has to be in every document that has one.
  static void checkVersion(Node v, DocumentPath path, Problems problems) {
    if (!v.equals(Node.of(VERSION))) {
      problems.error(
          path, "version " + Kind.shown(v) + " is not known here", "write `v: " + VERSION + "`");
    }
  }

  private List<DraftTask> readTasks(TaskReader reader, List<Node> items, DocumentPath path) {
    var tasks = new ArrayList<DraftTask>();
    for (int i = 0; i < items.size(); i++) {
      reader.read(items.get(i), path.index(i)).ifPresent(tasks::add);
    }
    return tasks;
  }

  /// Gives every task without a label one of its own: the function's name, numbered if need be.
  private static List<DraftTask> labelled(List<DraftTask> tasks) {
    var taken = new HashSet<String>();
    tasks.forEach(task -> taken.add(task.label()));
    Map<String, Integer> used = new HashMap<>();
    var labelled = new ArrayList<DraftTask>();
    for (var task : tasks) {
      if (task.label().isEmpty()) {
        var name = WorkflowGraph.title(task.instruction());
        var label = name;
        while (!taken.add(label)) {
          label = name + "-" + (used.merge(name, 1, Integer::sum) + 1);
        }
        labelled.add(task.withLabel(label));
      } else {
        labelled.add(task);
      }
    }
    return labelled;
  }

  private void refuseDuplicates(List<DraftTask> tasks) {
    var seen = new HashSet<Instruction>();
    for (var task : tasks) {
      if (!seen.add(task.instruction())) {
        problems.error(task.at(), DUPLICATE);
      }
    }
  }

  private void refuseEqualLabels(List<DraftTask> tasks) {
    var seen = new HashSet<String>();
    for (var task : tasks) {
      if (!seen.add(task.label())) {
        problems.error(
            task.at(), "two tasks are called `" + task.label() + "`", "labels have to differ");
      }
    }
  }

  /// In a template every `{{` has to be a place of its input; elsewhere it is text like any other.
  private void checkPlaceholders(Draft draft, DocumentPath path) {
    var schema = draft.input();
    if (schema.isEmpty()) {
      return;
    }
    for (var task : draft.tasks()) {
      var at = task.at().key("run").key("input");
      checkPlaceholders(task.instruction().input(), at, schema.get());
    }
    draft.output().ifPresent(value -> checkPlaceholders(value, path.key("output"), schema.get()));
  }

  private void checkPlaceholders(Node value, DocumentPath path, InputSchema schema) {
    References.toInput(value, path)
        .forEach(reference -> schema.checkReference(reference, problems));
    Tree.walk(
        value,
        path,
        (node, at) -> {
          if (node instanceof Node.StringNode(var text)) {
            switch (Expression.parse(text)) {
              case Expression.Literal _, Expression.Input _ -> {}
              case Expression.Needs _,
                  Expression.File _,
                  Expression.Directory _,
                  Expression.Glob _,
                  Expression.Link _,
                  Expression.Wrong _ ->
                  problems.error(
                      at,
                      "of `{{ }}` a canonical template has only {{ input.PATH }}",
                      "write promises as {\"await/ok\": label} and links as {\"/\": CID}");
            }
          }
          return true;
        });
  }

  private Optional<Node> output(MapNode root, List<DraftTask> tasks, DocumentPath path) {
    var output = root.find("output");
    if (output.isPresent()) {
      Outputs.check(output.get(), path.key("output"), tasks, problems);
    }
    return output;
  }

  private Optional<String> name(MapNode root, DocumentPath path) {
    var name = map(root, "meta", path).flatMap(meta -> meta.find("name"));
    if (name.isPresent() && !(name.get() instanceof Node.StringNode)) {
      problems.error(path.key("meta").key("name"), "a name is text, not " + Kind.of(name.get()));
    }
    return name.filter(Node.StringNode.class::isInstance)
        .map(Node.StringNode.class::cast)
        .map(Node.StringNode::value);
  }

  private Optional<Duration> timeout(MapNode root, DocumentPath path) {
    var config = map(root, "config", path);
    if (config.isEmpty()) {
      return Optional.empty();
    }
    var at = path.key("config");
    for (var key : config.get().keys()) {
      if (CONFIG_LATER.contains(key) || TaskConfig.LATER.contains(key)) {
        problems.comesLater(at, key);
      } else if (!CONFIG_KEYS.contains(key)) {
        problems.unknownKey(at, key, CONFIG_KEYS);
      }
    }
    TaskConfig.checkAttestation(config.get(), at, problems);
    var key = config.get().has("time") ? "time" : "timeout";
    return config
        .get()
        .find(key)
        .map(value -> Quantity.TIME.read(value, at.key(key), problems))
        .filter(OptionalLong::isPresent)
        .map(millis -> Duration.ofMillis(millis.getAsLong()));
  }

  /// A root key whose value is a map; null and absent are the same.
  private Optional<MapNode> map(MapNode root, String key, DocumentPath path) {
    return switch (root.find(key).orElse(Node.NULL)) {
      case MapNode map -> Optional.of(map);
      case Node.NullNode _ -> Optional.empty();
      case Node other -> {
        problems.error(path.key(key), "`" + key + "` is a map, not " + Kind.of(other));
        yield Optional.empty();
      }
    };
  }
}
