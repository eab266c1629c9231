package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Draft.DraftTask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads what people write (L2): tasks by name, modules by alias, `{{ }}` in values.
///
/// The result is what an L1 document of the same meaning would give; [Template] then knows no
/// difference.
final class AuthoredReader {
  private static final List<String> ROOT_KEYS =
      List.of("v", "name", "use", "input", "defaults", "tasks", "output");
  private static final Set<String> ROOT_LATER =
      Set.of("catch", "config", "meta", "on", "parent", "schedule", "signals", "tags");
  private static final List<String> TASK_KEYS =
      List.of("run", "call", "args", "with", "limits", "timeout");
  private static final Set<String> TASK_LATER =
      Set.of(
          "as",
          "batch",
          "check",
          "choice",
          "config",
          "do",
          "emit",
          "for",
          "foreach",
          "if",
          "join",
          "loop",
          "map",
          "on",
          "over",
          "parallel",
          "race",
          "retry",
          "signal",
          "sub",
          "switch",
          "tolerate",
          "until",
          "wait",
          "while",
          "workflow");

  private static final DocumentPath TASKS = DocumentPath.of("tasks");
  private static final String JAVA_CALL = "java/call";
  private static final Pattern JAVA = Pattern.compile("java/([^\\s@#]+@[^\\s@#]+)");
  private static final String RUN_FORM = "write `run: module#function`";
  private static final String CALL_FORM = "write `call: java/name@version`";

  private final Problems problems;
  private final LocalContent content;
  private final TemplateValues values;

  AuthoredReader(FileSource files, Problems problems) {
    this.problems = problems;
    this.content = new LocalContent(files, problems);
    this.values = new TemplateValues(content, problems);
  }

  /// @param root has a map under `tasks`
  /// @param fallbackName the name of a document that gives none
  Draft read(MapNode root, String fallbackName) {
    checkKeys(root);
    var name = name(root).orElse(fallbackName);
    var defaults = limits(root, "defaults", DocumentPath.ROOT);
    var modules = Modules.read(root.find("use").orElse(Node.NULL), content, problems);
    var tasks = tasks((MapNode) root.find("tasks").orElseThrow(), modules, defaults);
    modules.warnOfUnused();
    var at = DocumentPath.of("output");
    var output = root.find("output").map(value -> values.compile(value, at));
    output.ifPresent(value -> Outputs.check(value, at, tasks, problems));
    var input = input(root);
    checkInputs(input);
    var canonical =
        MapNode.builder()
            .put("v", CanonicalReader.VERSION)
            .put("meta", MapNode.of("name", Node.of(name)));
    input.ifPresent(schema -> canonical.put("input", schema.source()));
    output.ifPresent(value -> canonical.put("output", value));
    if (!defaults.isEmpty()) {
      canonical.put("defaults", defaults.toNode());
    }
    return new Draft(
        Mapping.NATIVE, name, canonical.build(), tasks, input, output, Optional.empty());
  }

  private void checkKeys(MapNode root) {
    for (var key : root.keys()) {
      if (ROOT_LATER.contains(key)) {
        problems.comesLater(DocumentPath.ROOT, key);
      } else if (!ROOT_KEYS.contains(key)) {
        problems.unknownKey(DocumentPath.ROOT, key, ROOT_KEYS);
      }
    }
    var v = root.find("v");
    if (v.isEmpty()) {
      problems.error(
          DocumentPath.ROOT,
          "the document has no `v`, the version of its format",
          "begin with `v: " + CanonicalReader.VERSION + "`");
    } else {
      CanonicalReader.checkVersion(v.get(), DocumentPath.of("v"), problems);
    }
  }

  private Optional<String> name(MapNode root) {
    var name = root.find("name");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (name.get() instanceof Node.StringNode(var text) && !text.isBlank()) {
      return Optional.of(text);
    }
    problems.error(DocumentPath.of("name"), "a name is text, not " + Kind.of(name.get()));
    return Optional.empty();
  }

  private LimitSettings limits(MapNode map, String key, DocumentPath path) {
    return map.find(key)
        .filter(value -> !(value instanceof Node.NullNode))
        .map(value -> LimitSettings.readStrictly(value, path.key(key), problems))
        .orElse(LimitSettings.NONE);
  }

  private Optional<InputSchema> input(MapNode root) {
    var path = DocumentPath.of("input");
    return switch (root.find("input").orElse(Node.NULL)) {
      case MapNode schema -> Optional.of(InputSchema.of(schema, path, problems));
      case Node.NullNode _ -> Optional.empty();
      case Node other -> {
        problems.error(
            path,
            "`input` is a JSON Schema, not " + Kind.of(other),
            "write `input: { type: object, properties: { name: { type: string } } }`");
        yield Optional.empty();
      }
    };
  }

  private void checkInputs(Optional<InputSchema> input) {
    var used = new HashSet<String>();
    boolean whole = false;
    for (var reference : values.inputs()) {
      reference.place().firstKey().ifPresent(used::add);
      whole |= reference.place().firstKey().isEmpty();
      if (input.isPresent()) {
        input.get().checkReference(reference, problems);
      } else {
        problems.error(
            reference.at(),
            "the document declares no input",
            "write `input: { type: object, properties: { ... } }`");
      }
    }
    if (input.isPresent() && !whole) {
      var properties = DocumentPath.of("input").key("properties");
      for (var name : input.get().names()) {
        if (!used.contains(name)) {
          problems.keyWarning(
              properties.key(name),
              "the input `" + name + "` is not used",
              "remove it, or use {{ input." + name + " }}");
        }
      }
    }
  }

  private List<DraftTask> tasks(MapNode map, Modules modules, LimitSettings defaults) {
    var tasks = new ArrayList<DraftTask>();
    var limits = defaults.over(Limits.NATIVE);
    for (var name : problems.inDocumentOrder(TASKS, map.keys())) {
      var path = TASKS.key(name);
      if (!Expression.NAME.matcher(name).matches()) {
        problems.keyError(
            path,
            "`" + name + "` cannot be the name of a task",
            "names start with a letter and go on with letters, digits, `-` and `_`");
      }
      if (map.find(name).orElse(Node.NULL) instanceof MapNode task) {
        tasks.add(task(name, task, path, modules, limits));
      } else {
        problems.error(path, "a task is a map", "write { run: module#function, args: [] }");
      }
    }
    return tasks;
  }

  private DraftTask task(
      String name, MapNode task, DocumentPath path, Modules modules, Limits limits) {
    checkTaskKeys(task, path);
    var own = limits(task, "limits", path);
    var timeout =
        task.find("timeout")
            .map(value -> Quantity.TIME.read(value, path.key("timeout"), problems))
            .orElse(OptionalLong.empty());
    var config = MapNode.builder().put("label", name);
    if (!own.isEmpty()) {
      config.put("limits", own.toNode());
    }
    timeout.ifPresent(millis -> config.put("timeout", millis));
    var instruction = instruction(task, path, modules);
    var at = path.key(task.has("call") ? "with" : "args");
    var input =
        instruction.input() instanceof MapNode map && !task.has("call")
            ? map.find("args").orElseThrow()
            : instruction.input();
    return new DraftTask(
        name,
        path,
        instruction,
        new TaskConfig(Optional.of(name), own, timeout).over(limits),
        Optional.empty(),
        MapNode.of(TaskConfig.KEY, config.build()),
        List.of(),
        References.byLabel(input, at, problems));
  }

  private void checkTaskKeys(MapNode task, DocumentPath path) {
    for (var key : task.keys()) {
      if (TASK_LATER.contains(key) || TaskConfig.LATER.contains(key)) {
        problems.comesLater(path, key);
      } else if (LimitSettings.KEYS.contains(key)) {
        problems.keyError(
            path.key(key),
            "`" + key + "` stands in `limits`",
            "write limits: { " + key + ": ... }");
      } else if (!TASK_KEYS.contains(key)) {
        problems.unknownKey(path, key, TASK_KEYS);
      }
    }
    if (task.has("run") == task.has("call")) {
      problems.error(
          path,
          task.has("run")
              ? "a task has `run` or `call`, not both"
              : "the task has neither `run` nor `call`",
          "write `run: module#function` or `call: java/name@version`");
    }
  }

  /// Also where something is wrong with it: what it awaits is checked all the same.
  private Instruction instruction(MapNode task, DocumentPath path, Modules modules) {
    if (task.has("call")) {
      refuseKey(task, "args", "with", path);
      var with = task.find("with").orElse(MapNode.EMPTY);
      var input = values.compile(with, path.key("with"));
      var rsc = call(task.find("call").orElse(Node.NULL), path.key("call"));
      return new Instruction(rsc, JAVA_CALL, input, Node.of(""));
    }
    refuseKey(task, "with", "args", path);
    var function = task.find("run").map(run -> function(run, path.key("run"), modules));
    var input =
        MapNode.builder()
            .put("func", function.map(Function::name).orElse(""))
            .put("args", arguments(task.find("args").orElse(Node.NULL), path.key("args")))
            .build();
    return new Instruction(
        function.map(Function::rsc).orElse(""), TaskReader.WASM_RUN, input, Node.of(""));
  }

  private Node arguments(Node args, DocumentPath path) {
    return switch (args) {
      case Node.ListNode list -> values.compile(list, path);
      case Node.NullNode _ -> Node.list();
      case Node other -> {
        problems.error(
            path, "`args` is a list, not " + Kind.of(other), "write args: [ first, second ]");
        yield Node.list();
      }
    };
  }

  private Function function(Node run, DocumentPath path, Modules modules) {
    if (!(run instanceof Node.StringNode(var text))) {
      problems.error(path, "`run` is text, not " + Kind.of(run), RUN_FORM);
      return Function.NONE;
    }
    int hash = text.lastIndexOf('#');
    if (hash <= 0 || hash == text.length() - 1) {
      problems.error(path, "`" + text + "` names no function", RUN_FORM);
      return Function.NONE;
    }
    return new Function(
        modules.find(text.substring(0, hash), path).orElse(""), text.substring(hash + 1));
  }

  private String call(Node call, DocumentPath path) {
    if (call instanceof Node.StringNode(var text)) {
      var match = JAVA.matcher(text);
      if (match.matches()) {
        return "java:" + match.group(1);
      }
      if (!text.startsWith("java/")) {
        problems.error(path, "`call: " + text + "` comes later", CALL_FORM);
        return "";
      }
    }
    problems.error(path, Kind.shown(call) + " names no Java method", CALL_FORM);
    return "";
  }

  private void refuseKey(MapNode task, String key, String instead, DocumentPath path) {
    if (task.has(key)) {
      problems.keyError(
          path.key(key),
          "`" + key + "` does not go with `" + (key.equals("with") ? "run" : "call") + "`",
          "write `" + instead + "`");
    }
  }

  /// What `run` names.
  private record Function(String rsc, String name) {
    static final Function NONE = new Function("", "");
  }
}
