package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.node.Handling;
import io.ipvm.node.Ipvm;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Options;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Promise;
import io.ipvm.ucan.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// `ipvm run` of a container: carries out what others ask for in it, as far as they may.
final class ContainerRun {
  /// What only makes sense for documents.
  private static final List<String> OF_DOCUMENTS =
      List.of("--input", "--set", "--fresh", "--out", "--concurrency", "--timeout", "--id");

  private final HandedOver tokens;
  private final Ipvm node;
  private final Session session;
  private final List<Receipt> receipts = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  private ContainerRun(HandedOver tokens, Ipvm node, Session session) {
    this.tokens = tokens;
    this.node = node;
    this.session = session;
  }

  static ExitStatus run(HandedOver tokens, Arguments arguments, Session session)
      throws IOException, InterruptedException {
    requireFit(tokens, arguments);
    var run = new ContainerRun(tokens, session.signingNode(), session);
    try {
      return run.all();
    } finally {
      // What was done before something was refused has its receipts.
      run.finish(arguments.option("--receipt"));
    }
  }

  private static void requireFit(HandedOver tokens, Arguments arguments) {
    if (arguments.flag("--dry-run")) {
      throw Failure.usage(
          "--dry-run is for workflows",
          tokens.name() + " holds signed tokens",
          "ipvm ucan verify " + tokens.name());
    }
    for (var option : OF_DOCUMENTS) {
      if (arguments.flag(option)) {
        throw Failure.usage(
            option + " is for workflows",
            tokens.name() + " holds signed tokens, which say themselves what is to be run",
            "ipvm ucan inspect " + tokens.name());
      }
    }
    if (tokens.invocations().isEmpty()) {
      throw tokens.unfit(
          "asks for nothing",
          "invocations are carried out",
          tokens.delegations().isEmpty()
              ? "ipvm ucan inspect " + tokens.name()
              : "ipvm ucan import " + tokens.name() + " keeps delegations");
    }
  }

  private ExitStatus all() throws InterruptedException {
    var status = ExitStatus.OK;
    for (var invocation : inOrder(tokens.invocations())) {
      var ended = carryOut(invocation);
      status = status == ExitStatus.OK ? ended : status;
    }
    return status;
  }

  /// A container has no order; what awaits another comes after it.
  private static Set<Invocation> inOrder(List<Invocation> invocations) {
    var byTask = new HashMap<Cid, Invocation>();
    invocations.forEach(it -> byTask.put(it.taskId(), it));
    var ordered = new LinkedHashSet<Invocation>();
    invocations.forEach(it -> add(it, byTask, ordered));
    return ordered;
  }

  /// Adds what `invocation` awaits, then itself. A Task ID is over what the task awaits, so there
  /// are no cycles.
  private static void add(
      Invocation invocation, Map<Cid, Invocation> byTask, Set<Invocation> ordered) {
    if (ordered.contains(invocation)) {
      return;
    }
    for (var promise : Promise.in(invocation.args(), Options.STRICT)) {
      var awaited = byTask.get(promise.task());
      if (awaited != null) {
        add(awaited, byTask, ordered);
      }
    }
    ordered.add(invocation);
  }

  private ExitStatus carryOut(Invocation invocation) throws InterruptedException {
    long begin = System.nanoTime();
    var stopped = new AtomicBoolean();
    Handling handling;
    Optional<Handling.Going.Ended> ended = Optional.empty();
    try (var progress = Progress.on(session)) {
      handling = node.carryOut(invocation, tokens, progress);
      if (handling instanceof Handling.Going going) {
        Runnable stop =
            () -> {
              stopped.set(true);
              going.run().interrupt("interrupted by the user");
            };
        try (var _ = session.console().interrupts().onInterrupt(stop)) {
          ended = Optional.of(going.join());
        }
      }
    }
    var receipt =
        switch (handling) {
          case Handling.Done(var _, var done) -> Optional.of(done);
          case Handling.Going _ -> ended.orElseThrow().receipt();
        };
    receipt.ifPresent(receipts::add);
    report(invocation, receipt);
    if (ended.isEmpty()) {
      return ExitStatus.OK;
    }
    var took = Duration.ofNanos(System.nanoTime() - begin);
    var result = ended.get().result();
    var report = new RunReport(result, invocation.taskId(), List.of(), took);
    session.messages().tell(report.sentence(session.console().folder()));
    var status = new RunCommand.Watched(result, stopped.get()).status();
    result
        .failure()
        .map(f -> new Failure(status, f.what(), f.why(), f.advice()))
        .ifPresent(session.messages()::complain);
    return status;
  }

  /// The result, as it comes; for machines all of them at the end.
  private void report(Invocation invocation, Optional<Receipt> receipt) {
    var fields =
        Answer.fields()
            .put("token", Whom.token(invocation.cid()))
            .put("issuer", invocation.issuer().text())
            .put("command", invocation.command().text())
            .put("task", invocation.taskId())
            .putIfPresent("receipt", receipt.map(Receipt::cid).map(Cid::toString))
            .putIfPresent("outcome", receipt.map(it -> ReceiptShowCommand.outcome(it.out())))
            .putIfPresent("output", receipt.map(it -> it.out().value()));
    answers.add(fields.build());
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> {
        if (receipt.map(Receipt::out).orElse(null) instanceof Outcome.Ok(var value)) {
          ResultValue.print(value, node, printer);
        }
      }
      case ID -> printer.text(receipt.map(it -> it.cid().toString()).orElse("-"));
      case JSONL -> printer.structured(fields.build());
      case JSON, YAML, DAG_JSON -> {} // all of them, in the end
    }
  }

  private void finish(Optional<String> file) throws IOException {
    var printer = session.printer();
    switch (printer.format()) {
      case JSON, YAML, DAG_JSON -> {
        if (!answers.isEmpty()) {
          printer.structured(Answer.items(answers));
        }
      }
      case TABLE, WIDE, ID, JSONL -> {}
    }
    if (file.isPresent() && !receipts.isEmpty()) {
      var container = new ContainerWriter();
      receipts.forEach(container::add);
      var text = container.text(ContainerForm.BASE64_GZIP) + "\n";
      WholeFile.write(
          session.console().resolve(file.get()),
          out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
      session
          .messages()
          .tell("wrote " + file.get() + ", " + Humane.count(receipts.size(), "receipt"));
    }
  }
}
