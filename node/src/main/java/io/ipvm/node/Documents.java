package io.ipvm.node;

import io.ipvm.engine.Host;
import io.ipvm.engine.ModuleDescription;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.UnixFs;
import io.ipvm.store.Store;
import io.ipvm.workflow.DocumentReader;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Reading;
import io.ipvm.workflow.Template;
import io.ipvm.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;

/// Documents, and the modules and files they name.
final class Documents {
  /// Bytes of a result that is handed out whole.
  private static final long MAX_RESULT = 1L << 30;

  private final Store store;
  private final Engines engines;
  private final Host host;

  Documents(Store store, Engines engines, Host host) {
    this.store = store;
    this.engines = engines;
    this.host = host;
  }

  Reading<Template> read(Bytes source, String fileName, Path folder) {
    return new DocumentReader(new LocalFiles(folder, store)).read(source, fileName);
  }

  /// A document that is in the store, of any layer, with `input`. It names no files.
  Workflow bound(Cid document, Node input) {
    return bound(store.blocks().require(document), document.toString(), input);
  }

  /// A document that is in the store, as compiled.
  Workflow load(Cid workflow) {
    return concrete(store.blocks().require(workflow), workflow.toString());
  }

  Workflow call(Cid module, String function, List<Node> arguments) {
    var input = MapNode.builder().put("func", function).put("args", Node.list(arguments)).build();
    return single(
        new Instruction("ipfs://" + module, "wasm/run", input, Node.of("")),
        MapNode.EMPTY,
        function);
  }

  /// A workflow of one task.
  ///
  /// @param limits as a canonical task writes them
  Workflow single(Instruction instruction, MapNode limits, String name) {
    var task =
        MapNode.builder()
            .put("cause", Node.NULL)
            .put("meta", limits.with("ipvm/config", MapNode.of("label", Node.of("call"))))
            .put("prf", Node.list())
            .put("run", instruction.toNode())
            .build();
    var document =
        MapNode.builder()
            .put("v", "0.2.0")
            .put("meta", MapNode.of("name", Node.of(name)))
            .put("output", MapNode.of("await/ok", Node.of("call")))
            .put("tasks", Node.list(task))
            .build();
    return concrete(DagCbor.encode(document), name);
  }

  private Workflow concrete(Bytes document, String name) {
    return bound(document, name, Node.NULL);
  }

  private Workflow bound(Bytes document, String name, Node input) {
    var reader = new DocumentReader(new StoredContent(store));
    return switch (reader.read(document, name + ".cbor")) {
      case Reading.Valid<Template>(var template, var _) ->
          switch (template.bind(input)) {
            case Reading.Valid<Workflow>(var workflow, var _) -> workflow;
            case Reading.Invalid<Workflow>(var problems) ->
                throw refused(name, problems.toString());
          };
      case Reading.Invalid<Template>(var problems) -> throw refused(name, problems.toString());
    };
  }

  private static IpvmException refused(String name, String problems) {
    return new IpvmException(ErrorCode.CALLER_ERROR, "workflow " + name + ": " + problems);
  }

  Cid addModule(String name, Path file) {
    var absolute = file.toAbsolutePath();
    var folder = absolute.getParent();
    var fileName = absolute.getFileName();
    if (folder == null || fileName == null) {
      throw new IpvmException(ErrorCode.CALLER_ERROR, "'" + file + "' is no file");
    }
    var module = new LocalFiles(folder, store).file(fileName.toString());
    describe(module);
    store.name(name, module);
    return module;
  }

  ModuleDescription describe(Cid module) {
    var rsc = "ipfs://" + module;
    return engines.all().stream()
        .flatMap(engine -> engine.describe(rsc, host).stream())
        .findFirst()
        .orElseThrow(() ->
            new IpvmException(
                ErrorCode.CALLER_ERROR, "no engine of this node knows what " + rsc + " is"));
  }

  Bytes readFile(Cid file) {
    return UnixFs.read(file, store.blocks(), MAX_RESULT);
  }
}
