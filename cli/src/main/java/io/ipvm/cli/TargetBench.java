package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunRequest;
import io.ipvm.node.RunResult;
import io.ipvm.store.RunStatus;
import io.ipvm.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// How fast one workflow or function is on this machine.
final class TargetBench implements Bench {
  private final Path scratch;
  private final Source source;
  private final Map<String, Cid> modules;
  private final Session session;

  /// How many new data directories there were.
  private int made;

  /// On the first of them, for what a running node does, with what it is asked.
  private @Nullable Running running;

  private TargetBench(Path scratch, Source source, Map<String, Cid> modules, Session session) {
    this.scratch = scratch;
    this.source = source;
    this.modules = modules;
    this.session = session;
  }

  private record Running(Ipvm node, RunRequest request) {}

  /// What is to be measured, made ready on a node.
  @FunctionalInterface
  private interface Source {
    RunRequest request(Ipvm node) throws IOException;
  }

  /// What has a `#` in it is a function, unless there is such a file.
  static boolean isFunction(String target, Session session) {
    return target.contains("#") && !Files.exists(session.console().resolve(target));
  }

  /// Keeps everything in the folder `scratch`.
  static TargetBench of(String target, Arguments arguments, Session session, Path scratch)
      throws IOException, InterruptedException {
    boolean function = isFunction(target, session);
    var known = session.reader();
    var source =
        function ? function(target, arguments, session) : document(target, arguments, session);
    var modules = function ? module(target, known) : known.store().names();
    return new TargetBench(scratch, source, modules, session);
  }

  private static Map<String, Cid> module(String target, Ipvm known) {
    var name = FnCallCommand.named(target).module();
    var cid = Lookup.module(known, name);
    return Map.of(known.store().findName(name).isPresent() ? name : "module", cid);
  }

  private static Source function(String target, Arguments arguments, Session session) {
    return node ->
        RunRequest.of(
            FnCallCommand.workflow(target, arguments.operands(1), node, session.console()));
  }

  private static Source document(String target, Arguments arguments, Session session)
      throws IOException {
    if (!arguments.operands(1).isEmpty()) {
      throw Failure.usage(
          "a workflow takes no arguments",
          Text.visible(target) + " is no MODULE#FUNCTION",
          "--set PATH=VALUE sets a value of its input");
    }
    var document = DocumentFile.load(target, session.console());
    var input = RunInput.of(arguments, session.console());
    var warned = new AtomicBoolean();
    return node -> {
      var messages = warned.getAndSet(true) ? session.messages().quieted() : session.messages();
      Workflow workflow = document.require(document.compile(node, messages).bind(input), messages);
      var options = new RunRequest.Options(0, Optional.empty(), Optional.of(document.folder()));
      return RunRequest.of(workflow).withOptions(options);
    };
  }

  /// The first is the one that cannot be left out: all others go on in the folder it leaves.
  @Override
  public List<Measure> measures() {
    return List.of(
        new Measure(
            "cold",
            "a node in a new data directory opens, compiles the functions and runs it",
            1,
            false,
            this::runAnew),
        new Measure(
            "warm",
            "a node that finds the functions compiled opens and runs it",
            1,
            false,
            this::runReopened),
        new Measure(
            "computed",
            "all tasks computed again by a node that runs already",
            1,
            true,
            () -> run(running().node(), fresh(running().request()))),
        new Measure(
            "replayed",
            "all tasks taken from their receipts",
            1,
            true,
            () -> run(running().node(), running().request())));
  }

  private void runAnew() throws IOException, InterruptedException {
    boolean first = made == 0;
    try (var node = newNode("node-" + made++)) {
      var result = run(node, source.request(node));
      if (first) {
        require(result);
      }
    }
  }

  private void runReopened() throws IOException, InterruptedException {
    try (var node = Ipvm.open(scratch.resolve("node-0"))) {
      run(node, fresh(source.request(node)));
    }
  }

  private Running running() throws IOException {
    if (running == null) {
      var node = Ipvm.open(scratch.resolve("node-0"));
      try {
        running = new Running(node, source.request(node));
      } catch (RuntimeException | IOException e) {
        node.close();
        throw e;
      }
    }
    return running;
  }

  private static RunRequest fresh(RunRequest request) {
    return request.withFresh(Set.of(RunRequest.ALL));
  }

  private static RunResult run(Ipvm node, RunRequest request) throws InterruptedException {
    return node.start(request, _ -> {}).join();
  }

  private static void require(RunResult result) {
    if (result.status() != RunStatus.COMPLETED) {
      throw result
          .failure()
          .map(f -> new Failure(ExitStatus.of(result.status()), f.what(), f.why(), f.advice()))
          .orElseThrow();
    }
  }

  private Ipvm newNode(String folder) throws IOException {
    var node = Ipvm.open(scratch.resolve(folder));
    try {
      for (var module : modules.entrySet()) {
        var file = scratch.resolve("module.wasm");
        Files.write(file, session.reader().readFile(module.getValue()).toArray());
        node.addModule(module.getKey(), file);
      }
      return node;
    } catch (RuntimeException | IOException e) {
      node.close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (running != null) {
      running.node().close();
    }
  }
}
