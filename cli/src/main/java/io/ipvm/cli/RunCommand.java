package io.ipvm.cli;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import io.ipvm.node.RunRequest;
import io.ipvm.node.RunResult;
import io.ipvm.store.RunStatus;
import io.ipvm.workflow.Nearest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// `ipvm run FILE`: compile, bind, run to the end, write the files.
final class RunCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Runs a workflow to its end, or carries out what somebody asks for by ucan invoke. What"
                + " was computed before is taken from receipts; an interrupted run goes on where it"
                + " stopped.")
        .operand("FILE", "a workflow, YAML or JSON, or a container; - reads standard input")
        .option("--input", "JSON|@FILE", "the run's input")
        .options("--set", "PATH=VALUE", "one value of the input; JSON if it is, else text")
        .optionWithOptionalValue(
            "--fresh", "TASK", "compute again, everything or that task (repeatable)")
        .option("--out", "DIR", "where the output's files go; out by default")
        .option("--concurrency", "N", "tasks at once; one for each core by default")
        .option("--quota", "SIZE", "how much room the store may take, such as 20GB")
        .option("--timeout", "TIME", "give up after that time, such as 30s or 5m")
        .flag("--dry-run", "say what would be computed, and why; run nothing")
        .option("--id", "NAME", "a name for the run, unique on this node")
        .option("--receipt", "FILE", "of a container: where the signed results go")
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm run examples/photo/contact-sheet.yaml")
        .example("ipvm run hello.yaml --set name=Ada -o json")
        .example("ipvm run contact-sheet.yaml --fresh=sheet --dry-run")
        .example("ipvm run hello.ucan --receipt result.ucan");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var choices = Choices.of(arguments, session.settings());
    var document = DocumentFile.load(arguments.operand(0), session.console());
    if (HandedOver.isContainer(document.source())) {
      var tokens = HandedOver.read(document.name(), document.source());
      return ContainerRun.run(tokens, arguments, session);
    }
    requireNoReceipt(arguments);
    var input = RunInput.of(arguments, session.console());
    var node = arguments.flag("--dry-run") ? session.dryNode() : session.signingNode();
    var template = document.compile(node, session.messages());
    var workflow = document.require(template.bind(input), session.messages());
    var bound = RunRequest.of(workflow);
    var request =
        template.cid().map(c -> bound.withOrigin(template.bytes(), c, input)).orElse(bound);
    request = refine(request, arguments, choices, document);
    document.require(node.check(request), session.messages());
    if (arguments.flag("--dry-run")) {
      return PlanListing.print(node.plan(request), session.printer(), session.messages());
    }
    var watched = watch(node, request, session);
    var files = writeFiles(node, watched.result(), session);
    var took = Duration.ofNanos(System.nanoTime() - begin);
    var report = new RunReport(watched.result(), workflow.cid(), files, took);
    return report(report, watched.status(), node, session);
  }

  private static void requireNoReceipt(Arguments arguments) {
    if (arguments.flag("--receipt")) {
      throw Failure.usage(
          "--receipt is for invocations",
          "each task of a workflow has a receipt of its own",
          "ipvm receipt export RECEIPT -O FILE");
    }
  }

  /// What of the command line and the settings can be wrong in itself.
  private record Choices(int concurrency, Optional<Duration> timeout, Optional<String> name) {
    static Choices of(Arguments arguments, Settings settings) {
      var timeout = Arguments.parseDuration("timeout", settings.text(Setting.TIMEOUT));
      return new Choices(
          arguments.count("--concurrency").orElseGet(() -> concurrency(settings)),
          Optional.of(timeout).filter(Duration::isPositive),
          arguments.option("--id").map(RunCommand::requireName));
    }

    /// In a setting, 0 takes back what another file says; on the command line it is a mistake.
    private static int concurrency(Settings settings) {
      var text = settings.text(Setting.CONCURRENCY);
      return text.equals("0") ? 0 : Arguments.parseCount("concurrency", text);
    }
  }

  private static String requireName(String name) {
    if (!RunRequest.isAlias(name)) {
      throw Failure.usage(
          "--id cannot be the name of a run",
          "it is '"
              + Text.visible(name)
              + "', and has to be 1 to 128 letters, digits, '.', '_' and '-', the first of them a"
              + " letter or a digit",
          "--id nightly-1");
    }
    return name;
  }

  private static RunRequest refine(
      RunRequest request, Arguments arguments, Choices choices, DocumentFile document) {
    var fresh = Set.copyOf(arguments.allOptions("--fresh"));
    for (var label : fresh) {
      requireTask(request, label);
    }
    var options =
        new RunRequest.Options(
            choices.concurrency, choices.timeout, Optional.of(document.folder()));
    var refined = request.withFresh(fresh).withOptions(options);
    return choices.name.map(refined::withAlias).orElse(refined);
  }

  private static void requireTask(RunRequest request, String label) {
    var workflow = request.workflow();
    if (label.equals(RunRequest.ALL) || workflow.findTask(label).isPresent()) {
      return;
    }
    var labels = workflow.tasks().stream().map(task -> task.label()).toList();
    throw Failure.usage(
        "--fresh=" + Text.visible(label) + " names no task",
        "the tasks are " + String.join(", ", labels),
        Nearest.to(label, labels).map(near -> "--fresh=" + near).orElse("--fresh for all"));
  }

  /// How a run ended, and whether a person stopped it.
  record Watched(RunResult result, boolean stopped) {
    /// A run that stopped by itself before its end ran out of time.
    ExitStatus status() {
      return result.status() == RunStatus.INTERRUPTED && !stopped
          ? ExitStatus.UNAVAILABLE
          : ExitStatus.of(result.status());
    }
  }

  /// Runs it, with progress on the terminal, and stops it in good order on Ctrl-C.
  static Watched watch(Ipvm node, RunRequest request, Session session) throws InterruptedException {
    var stopped = new AtomicBoolean();
    try (var progress = Progress.on(session)) {
      var run = node.start(request, progress);
      Runnable stop =
          () -> {
            stopped.set(true);
            run.interrupt("interrupted by the user");
          };
      try (var _ = session.console().interrupts().onInterrupt(stop)) {
        return new Watched(run.join(), stopped.get());
      }
    }
  }

  private static List<OutputFiles.Written> writeFiles(Ipvm node, RunResult result, Session session)
      throws IOException {
    var output = result.output().orElse(Node.NULL);
    if (!(output instanceof MapNode map) || !OutputFiles.names(map)) {
      return List.of();
    }
    var folder = session.console().resolve(session.settings().text(Setting.OUT));
    return new OutputFiles(node::readFile, folder.normalize()).write(map);
  }

  static ExitStatus report(RunReport report, ExitStatus status, Ipvm node, Session session) {
    var result = report.result();
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> {
        if (report.files().isEmpty()) {
          result.output().ifPresent(output -> ResultValue.print(output, node, printer));
        }
      }
      case ID -> printer.text(result.run().text());
      case JSON, JSONL, YAML, DAG_JSON -> printer.structured(report.answer());
    }
    session.messages().tell(report.sentence(session.console().folder()));
    result
        .failure()
        .map(f -> new Failure(status, f.what(), f.why(), f.advice()))
        .ifPresent(session.messages()::complain);
    return status;
  }
}
