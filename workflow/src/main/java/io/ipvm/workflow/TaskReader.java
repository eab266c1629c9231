package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Draft.DraftTask;
import io.ipvm.workflow.Draft.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a task of L0 or L1, `{cause, meta, prf, run}`, into the normal form that is hashed
/// (`homestar.md` section 2).
///
/// Homestar overlooks much, and what it overlooks decides CIDs, so an L0 task is taken as Homestar
/// takes it. In an L1 task the same mistakes are errors, for nobody depends on them yet.
final class TaskReader {
  static final String WASM_RUN = "wasm/run";
  private static final List<String> TASK_KEYS = List.of("run", "meta", "prf", "cause");
  private static final List<String> RUN_KEYS = List.of("rsc", "op", "input", "nnc", "name");

  private final Mapping mapping;
  private final Limits limits;
  private final FileSource files;
  private final Problems problems;

  /// @param limits of tasks that say nothing
  TaskReader(Mapping mapping, Limits limits, FileSource files, Problems problems) {
    this.mapping = mapping;
    this.limits = limits;
    this.files = files;
    this.problems = problems;
  }

  /// Empty, with the reasons in `problems`, if there is no instruction to be had from `node`.
  Optional<DraftTask> read(Node node, DocumentPath path) {
    if (!(node instanceof MapNode task)) {
      problems.error(path, "a task is a map, not " + Kind.of(node));
      return Optional.empty();
    }
    for (var key : List.of("run", "meta", "prf")) {
      if (!task.has(key)) {
        problems.error(path, "the task has no `" + key + "`", "Homestar refuses tasks without it");
      }
    }
    if (isStrict()) {
      refuseUnknown(task, TASK_KEYS, path);
    }
    var meta = task.find("meta").orElse(MapNode.EMPTY);
    var readable = readable(meta, path);
    var config = config(readable, path);
    var run = task.find("run").flatMap(value -> inlined(value, path.key("run")));
    var instruction = run.map(value -> instruction(value, path.key("run")));
    var cause = cause(task, path);
    var prf = prf(task, path);
    if (instruction.isEmpty()) {
      return Optional.empty();
    }
    var own = LimitSettings.read(readable, path.key("meta"), leniently());
    return Optional.of(
        new DraftTask(
            config.label().or(() -> name(run.get())).orElse(""),
            path,
            instruction.get(),
            config.over(own.over(limits)),
            cause,
            meta,
            prf,
            references(instruction.get().input(), path.key("run").key("input"))));
  }

  private boolean isStrict() {
    return mapping == Mapping.NATIVE;
  }

  /// Homestar takes any `meta`; what we read in it must not keep a document from running.
  private Problems leniently() {
    return isStrict() ? problems : problems.asWarnings();
  }

  private MapNode readable(Node meta, DocumentPath path) {
    if (meta instanceof MapNode map) {
      return map;
    }
    leniently().error(path.key("meta"), "`meta` is a map, not " + Kind.of(meta));
    return MapNode.EMPTY;
  }

  private TaskConfig config(MapNode meta, DocumentPath path) {
    var config = meta.find(TaskConfig.KEY);
    var at = path.key("meta").key(TaskConfig.KEY);
    if (config.isEmpty()) {
      return TaskConfig.NONE;
    }
    if (config.get() instanceof MapNode map) {
      return TaskConfig.read(map, at, leniently());
    }
    leniently().error(at, "`" + TaskConfig.KEY + "` is a map, not " + Kind.of(config.get()));
    return TaskConfig.NONE;
  }

  /// A `run` that is a link stands for the instruction with that CID.
  private Optional<MapNode> inlined(Node run, DocumentPath path) {
    if (run instanceof MapNode map) {
      return Optional.of(map);
    }
    if (!(run instanceof Node.LinkNode(var cid))) {
      problems.error(path, "`run` is a map or a link, not " + Kind.of(run));
      return Optional.empty();
    }
    var block = files.block(cid);
    if (block.isEmpty()) {
      problems.error(
          path, "the instruction " + cid + " is not here", "write it out in the document");
      return Optional.empty();
    }
    return decoded(block.get(), cid, path);
  }

  private Optional<MapNode> decoded(Bytes block, Cid cid, DocumentPath path) {
    try {
      if (DagCbor.decode(block) instanceof MapNode map) {
        return Optional.of(map);
      }
      problems.error(path, "the block " + cid + " is no instruction");
    } catch (MalformedException e) {
      problems.error(path, "the block " + cid + " is no instruction: " + e.getMessage());
    }
    return Optional.empty();
  }

  /// Also where something is wrong with it: what it awaits is checked all the same.
  private Instruction instruction(MapNode run, DocumentPath path) {
    if (isStrict()) {
      refuseUnknown(run, RUN_KEYS, path);
    }
    var rsc = rsc(run, path);
    var op = op(run, path);
    var input = run.find("input");
    if (input.isEmpty()) {
      problems.error(path, "the instruction has no `input`");
    }
    var nnc = nnc(run.find("nnc").orElse(Node.of("")), path.key("nnc"));
    var operation = op.orElse("");
    if (operation.equals(WASM_RUN)) {
      rsc.ifPresent(url -> checkModule(url, path.key("rsc")));
      input.ifPresent(value -> checkWasmInput(value, path.key("input")));
    } else if (isStrict() && (operation.startsWith("flow/") || operation.startsWith("data/"))) {
      problems.error(path.key("op"), "`" + operation + "` comes later", "leave it out for now");
    }
    // The place stands in for what is missing, so that two broken tasks are not called equal.
    return new Instruction(rsc.orElseGet(path::toString), operation, input.orElse(Node.NULL), nnc);
  }

  private Optional<String> rsc(MapNode run, DocumentPath path) {
    var rsc = run.find("rsc").orElse(Node.NULL);
    if (rsc instanceof Node.LinkNode(var cid)) {
      return Optional.of(ResourceUrl.of(cid));
    }
    if (!(rsc instanceof Node.StringNode(var text))) {
      problems.error(
          path.key("rsc"), "`rsc` is a URL or a link, not " + Kind.of(rsc), "write ipfs://CID");
      return Optional.empty();
    }
    try {
      return Optional.of(ResourceUrl.normalised(text));
    } catch (MalformedException e) {
      problems.error(path.key("rsc"), message(e), "write ipfs://CID");
      return Optional.empty();
    }
  }

  private Optional<String> op(MapNode run, DocumentPath path) {
    var op = run.find("op").orElse(Node.NULL);
    if (op instanceof Node.StringNode(var text)) {
      return Optional.of(text);
    }
    problems.error(path.key("op"), "`op` is text, not " + Kind.of(op), "write wasm/run");
    return Optional.empty();
  }

  private Node nnc(Node nnc, DocumentPath path) {
    if (nnc instanceof Node.BytesNode(var bytes)) {
      if (Instruction.isNonceSize(bytes.size())) {
        return nnc;
      }
      problems.error(path, "a nonce has 12 or 16 bytes, not " + bytes.size());
    } else if (nnc instanceof Node.StringNode(var text) && !text.isEmpty()) {
      var bytes = nonceBytes(text);
      if (bytes.isPresent()) {
        // As text it stays text, and what is hashed is of lower case.
        return Node.of(Multibase.BASE32_HEX.encodeBare(bytes.get()));
      }
      problems.error(
          path,
          "`" + text + "` is no nonce",
          "a nonce is 12 or 16 bytes, as text in base32hex of lower case without prefix");
    } else if (isStrict() && !(nnc instanceof Node.StringNode)) {
      problems.error(path, "`nnc` is bytes or text, not " + Kind.of(nnc));
    }
    return Node.of("");
  }

  /// Homestar takes capitals, too.
  private Optional<Bytes> nonceBytes(String text) {
    if (isStrict() && text.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
      return Optional.empty();
    }
    try {
      return Optional.of(Multibase.BASE32_HEX.decodeBare(text))
          .filter(bytes -> Instruction.isNonceSize(bytes.size()));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  private void checkModule(String rsc, DocumentPath at) {
    if (ResourceUrl.findCid(rsc).isEmpty()) {
      problems.error(at, "`" + rsc + "` names no module by CID", "write ipfs://CID");
    }
  }

  private void checkWasmInput(Node input, DocumentPath at) {
    if (!(input instanceof MapNode map)) {
      problems.error(at, "the input of wasm/run is a map, not " + Kind.of(input));
      return;
    }
    if (!(map.find("func").orElse(Node.NULL) instanceof Node.StringNode)) {
      problems.error(at, "the input has no `func`", "write the function's name as text");
    }
    if (!(map.find("args").orElse(Node.NULL) instanceof Node.ListNode(var args))) {
      problems.error(at, "the input has no `args`", "write a list, [] if there are none");
      return;
    }
    if (!isStrict()) {
      for (int i = 0; i < args.size(); i++) {
        refuseOtherPromise(args.get(i), at.key("args").index(i));
      }
    }
  }

  /// Homestar takes any map of one link for a promise; under another key that is a mistake.
  private void refuseOtherPromise(Node argument, DocumentPath path) {
    if (argument instanceof MapNode map
        && map.size() == 1
        && map.values().getFirst() instanceof Node.LinkNode
        && Await.of(map).isEmpty()) {
      problems.error(
          path,
          "`" + map.keys().getFirst() + "` is no promise",
          "promises are await/ok, await/error and await/*");
    }
  }

  private List<Reference> references(Node input, DocumentPath path) {
    return isStrict() ? References.byLabel(input, path, problems) : List.of();
  }

  private Optional<Cid> cause(MapNode task, DocumentPath path) {
    var cause = task.find("cause").orElse(Node.NULL);
    if (cause instanceof Node.LinkNode(var cid)) {
      return Optional.of(cid);
    }
    if (isStrict() && !(cause instanceof Node.NullNode)) {
      problems.error(path.key("cause"), "`cause` is a link or null, not " + Kind.of(cause));
    }
    return Optional.empty();
  }

  private List<Cid> prf(MapNode task, DocumentPath path) {
    var prf = task.find("prf").orElse(Node.list());
    if (!(prf instanceof Node.ListNode(var items))) {
      if (isStrict()) {
        problems.error(path.key("prf"), "`prf` is a list of links, not " + Kind.of(prf));
      }
      return List.of();
    }
    var links = new ArrayList<Cid>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Node.LinkNode(var cid)) {
        links.add(cid);
      } else {
        problems.error(path.key("prf").index(i), "a proof is a link, not " + Kind.of(items.get(i)));
      }
    }
    return links;
  }

  /// The name every-cli gives tasks; accepted and not part of the instruction.
  private static Optional<String> name(MapNode run) {
    return run.find("name").orElse(Node.NULL) instanceof Node.StringNode(var name)
            && !name.isEmpty()
        ? Optional.of(name)
        : Optional.empty();
  }

  private void refuseUnknown(MapNode map, List<String> known, DocumentPath path) {
    for (var key : map.keys()) {
      if (!known.contains(key)) {
        problems.unknownKey(path, key, known);
      }
    }
  }

  private static String message(MalformedException e) {
    return String.valueOf(e.getMessage());
  }
}
