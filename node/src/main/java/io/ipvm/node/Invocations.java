package io.ipvm.node;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.Signer;
import io.ipvm.node.Ledger.Charge;
import io.ipvm.node.Ledger.Spent;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Options;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Promise;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Receipt;
import io.ipvm.ucan.Revocation;
import io.ipvm.ucan.RunArgs;
import io.ipvm.ucan.Verdict;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries out what is asked for by signed invocations, of the user or of anybody else.
///
/// Authority comes first, then the budget, then the same table of results as for documents
/// (`workflow.md` section 9): an invocation of `/wasm/run` is mapped to the instruction that a
/// document would have, so both doors share what was computed, and its receipt is issued under its
/// own Task ID. An invocation is one run, whose name is its CID: handed in again it goes on, or is
/// answered with the same receipt, and nothing is charged or done twice (rule RPL-1).
final class Invocations {
  /// Of an engine that counts no gas: what is granted is taken as time, this much of it for a
  /// millisecond. Decision 063.
  static final long GAS_PER_MILLI = 250_000;

  private final Authority authority;
  private final Documents documents;
  private final Scheduler scheduler;
  private final TaskReceipts receipts;
  private final Signer node;
  private final boolean metered;

  /// @param metered whether the engine of `/wasm/run` counts gas
  Invocations(
      Authority authority,
      Documents documents,
      Scheduler scheduler,
      TaskReceipts receipts,
      Signer node,
      boolean metered) {
    this.authority = authority;
    this.documents = documents;
    this.scheduler = scheduler;
    this.receipts = receipts;
    this.node = node;
    this.metered = metered;
  }

  /// What an invocation asks to run.
  ///
  /// @param budget it draws on
  private record Asked(Workflow workflow, RunBounds bounds, Optional<Budget> budget) {
    Spent most() {
      long tasks = workflow.tasks().size();
      long gas = bounds.limits().gas();
      boolean bounded = gas < Long.MAX_VALUE;
      boolean counts = budget.isPresent() && budget.get().gas() != null;
      return new Spent(tasks, bounded ? saturated(gas, tasks) : counts ? Long.MAX_VALUE : 0, 0);
    }

    private static long saturated(long gas, long tasks) {
      return gas > Long.MAX_VALUE / Math.max(1, tasks) ? Long.MAX_VALUE : gas * tasks;
    }
  }

  /// Starts what `invocation` asks for, or answers it at once.
  ///
  /// @param carried the proofs that came with it
  /// @throws NotAuthorisedException if it may not; nothing is run, that somebody was refused is
  ///   counted
  /// @throws IpvmException `EXHAUSTED` if its budget does not have so much left, `NOT_FOUND` if
  ///   what it names is not here, `CALLER_ERROR` if nobody here carries out such commands
  Handling start(Invocation invocation, ProofStore carried, Consumer<RunEvent> watcher) {
    if (Revocation.isRevocation(invocation)) {
      return revocation(invocation, carried);
    }
    var resolution = Promise.resolve(invocation.args(), receipts::find, Options.STRICT);
    var authorized = authorize(invocation, carried, resolution);
    if (resolution instanceof Promise.Resolution.Mismatch mismatch) {
      return fail(invocation, mismatch.error());
    }
    var command = invocation.command();
    return switch (command.text()) {
      case "/wasm/run" -> run(invocation, authorized, function(invocation, authorized), watcher);
      case "/workflow/run" ->
          run(invocation, authorized, document(invocation, authorized), watcher);
      case "/receipt/get" -> receipt(invocation);
      default ->
          throw new IpvmException(
              ErrorCode.CALLER_ERROR,
              "this node carries out /wasm/run, /workflow/run, /receipt/get and "
                  + Revocation.COMMAND
                  + ", not "
                  + command);
    };
  }

  /// An awaited task took the other branch: the awaiting one fails with that (rule PRM-2).
  private Handling fail(Invocation invocation, MapNode error) {
    var out = new Outcome.Failed(error);
    var receipt = Receipt.issue(node, invocation.taskId(), out, MapNode.EMPTY);
    receipts.keep(receipt, Optional.empty());
    return new Handling.Done(invocation.taskId(), receipt);
  }

  /// While results are missing, the policies are asked about what there is.
  private Verdict.Authorized authorize(
      Invocation invocation, ProofStore carried, Promise.Resolution resolution) {
    try {
      return resolution instanceof Promise.Resolution.Resolved(var resolved)
          ? authority.require(invocation, carried, resolved)
          : authority.require(invocation, carried);
    } catch (NotAuthorisedException e) {
      if (e.code() == ErrorCode.NOT_AUTHORISED) {
        authority.refused(invocation);
      }
      throw e;
    }
  }

  private Asked function(Invocation invocation, Verdict.Authorized authorized) {
    var args = RunArgs.of(invocation.args());
    var module =
        args.module()
            .orElseThrow(() ->
                new IpvmException(
                    ErrorCode.CALLER_ERROR,
                    "mod has to be a link or an ipfs:// URL, is " + args.mod()));
    var bounds = RunBounds.of(args);
    var input =
        MapNode.builder()
            .put("func", args.fun())
            .put("args", promised(Node.list(args.params())))
            .build();
    var instruction = new Instruction("ipfs://" + module, "wasm/run", input, nonce(invocation));
    var workflow = documents.single(instruction, canonical(timed(bounds.limits())), args.fun());
    return asked(workflow, bounds, authorized);
  }

  private Asked document(Invocation invocation, Verdict.Authorized authorized) {
    var document = RunBounds.Document.of(invocation.args());
    var workflow = documents.bound(document.workflow(), document.input());
    for (var task : workflow.tasks()) {
      requireWithin(task.label(), task.limits(), document.bounds().said());
    }
    return asked(workflow, document.bounds(), authorized);
  }

  private Asked asked(Workflow workflow, RunBounds bounds, Verdict.Authorized authorized) {
    return new Asked(workflow, bounds, bounds.budget().map(cid -> budget(cid, authorized)));
  }

  /// The document of a budget comes with the delegation that demands it, or is here.
  private Budget budget(Cid cid, Verdict.Authorized authorized) {
    return authorized.chain().stream()
        .flatMap(link -> Budget.carriedBy(link).stream())
        .filter(budget -> budget.cid().equals(cid))
        .findFirst()
        .or(() -> authority.findBudget(cid))
        .orElseThrow(() ->
            new IpvmException(
                ErrorCode.UNAVAILABLE,
                "nobody here has budget " + cid + ": hand in the delegation that carries it"));
  }

  /// A limit of the invocation is a promise to whoever authorised it.
  private static void requireWithin(String label, Limits task, RunArgs.Limits said) {
    requireWithin(label, "gas", task.gas(), said.gas());
    requireWithin(label, "memory", task.memory(), said.memory());
    requireWithin(label, "time", task.time().toMillis(), said.time());
  }

  private static void requireWithin(String label, String what, long asked, @Nullable Long limit) {
    if (limit != null && asked > limit) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR,
          "task " + label + " has " + what + " " + asked + ", limits." + what + " is " + limit);
    }
  }

  private Limits timed(Limits limits) {
    if (metered || limits.gas() == Long.MAX_VALUE) {
      return limits;
    }
    var worth = Duration.ofMillis(Math.max(1, limits.gas() / GAS_PER_MILLI));
    return worth.compareTo(limits.time()) < 0
        ? new Limits(limits.gas(), limits.memory(), worth)
        : limits;
  }

  /// As a canonical task writes them.
  private static MapNode canonical(Limits limits) {
    var map = MapNode.builder();
    if (limits.gas() < Long.MAX_VALUE) {
      map.put("fuel", limits.gas());
    }
    return map.put("memory", limits.memory()).put("time", limits.time().toMillis()).build();
  }

  /// A nonce of another length has no form in an instruction: then the task has one of its own.
  private static Node nonce(Invocation invocation) {
    var nonce = invocation.nonce();
    return switch (nonce.size()) {
      case 0 -> Node.of("");
      case 12, 16 -> Node.of(nonce);
      default -> {
        var seed = Bytes.utf8("ipvm/task-nonce/1").concat(invocation.taskId().bytes());
        yield Node.of(HashFunction.SHA2_256.digest(seed).slice(0, 12));
      }
    };
  }

  /// Promises link Task IDs, awaits of instructions link instructions: an index keeps the pairs.
  private Node promised(Node params) {
    return Node.rewrite(
        params,
        node ->
            Promise.of(node, Options.STRICT)
                .map(promise -> MapNode.of(promise.branch().key(), Node.of(instruction(promise)))));
  }

  private Cid instruction(Promise promise) {
    return receipts
        .findInstruction(promise.task())
        .orElseThrow(() ->
            new IpvmException(
                ErrorCode.UNAVAILABLE,
                "task "
                    + promise.task()
                    + ", which is awaited, has no receipt here: hand in its invocation first"));
  }

  private Handling run(
      Invocation invocation,
      Verdict.Authorized authorized,
      Asked asked,
      Consumer<RunEvent> watcher) {
    var task = invocation.taskId();
    var charge =
        new Charge(
            invocation.cid(),
            asked.budget,
            invocation.subject(),
            users(invocation, authorized),
            asked.most());
    var at = authority.clock().instant();
    authority
        .ledger()
        .charge(charge, at)
        .ifPresent(exhausted -> {
          authority.refused(invocation, authorized);
          throw new IpvmException(ErrorCode.EXHAUSTED, exhausted.sentence());
        });
    var gate = new AuthorityGate(authority.validator(), invocation, authorized);
    var request = RunRequest.of(asked.workflow).withAlias("ucan-" + invocation.cid().toString());
    var run = scheduler.start(request, new Mandate(invocation.issuer(), gate), watcher);
    return new Handling.Going(task, run, result -> conclude(invocation, asked, charge, at, result));
  }

  /// Who used their authority: whoever asks, and all through whom it came.
  static List<Did> users(Invocation invocation, Verdict.Authorized authorized) {
    var users = new LinkedHashSet<Did>();
    authorized.chain().forEach(link -> users.add(link.audience().principal()));
    users.add(invocation.issuer().principal());
    return List.copyOf(users);
  }

  private Optional<Receipt> conclude(
      Invocation invocation, Asked asked, Charge charge, Instant at, RunResult result) {
    var receipt =
        receipts
            .find(invocation.taskId())
            .or(() -> outcome(invocation, result).map(it -> issue(invocation, it)));
    settle(asked, charge, at, result, receipt);
    return receipt;
  }

  /// What the task came to, and the receipt that says so first.
  private record Concluded(Outcome outcome, Optional<Cid> from, Optional<Cid> instruction) {}

  private Optional<Concluded> outcome(Invocation invocation, RunResult result) {
    if (invocation.command().text().equals("/wasm/run")) {
      var task = result.tasks().getFirst();
      return task.receipt()
          .flatMap(receipts::findInRuns)
          .map(receipt ->
              new Concluded(
                  receipt.out(), Optional.of(receipt.cid()), Optional.of(task.instruction())));
    }
    return result
        .output()
        .map(output -> new Concluded(new Outcome.Ok(output), Optional.empty(), Optional.empty()));
  }

  private Receipt issue(Invocation invocation, Concluded concluded) {
    var meta = concluded.from.map(cid -> MapNode.of("from", Node.of(cid))).orElse(MapNode.EMPTY);
    var receipt = Receipt.issue(node, invocation.taskId(), concluded.outcome, meta);
    receipts.keep(receipt, concluded.instruction);
    return receipt;
  }

  private void settle(
      Asked asked, Charge charge, Instant at, RunResult result, Optional<Receipt> receipt) {
    long computed = 0;
    long replayed = 0;
    long millis = 0;
    for (var task : result.tasks()) {
      switch (task.state()) {
        case EXECUTED, FAILED, ABORTED, IN_DOUBT -> computed++;
        case REPLAYED -> replayed++;
        case WAITING, RUNNING, SKIPPED -> {}
      }
      millis += task.took().map(Duration::toMillis).orElse(0L);
    }
    long gas = asked.bounds.limits().gas();
    long used = gas == Long.MAX_VALUE ? 0 : gas * computed;
    long bytes = receipt.map(it -> (long) it.bytes().size()).orElse(0L);
    long unused = Math.max(0, charge.most().gas() - used);
    authority
        .ledger()
        .settle(
            charge,
            at,
            new Spent(0, unused, -bytes),
            new Usage.Day(0, 0, 0, replayed, -unused, millis));
  }

  private Handling receipt(Invocation invocation) {
    var asked = Fields.of(invocation.args(), "the arguments of /receipt/get");
    var task = asked.requireLink("task");
    asked.end();
    var receipt =
        receipts
            .find(task)
            .orElseThrow(() ->
                new IpvmException(ErrorCode.NOT_FOUND, "task " + task + " has no receipt here"));
    return new Handling.Done(task, receipt);
  }

  private Handling revocation(Invocation invocation, ProofStore carried) {
    var revocation = authority.accept(invocation, carried);
    var out = new Outcome.Ok(MapNode.of("revoked", Node.of(revocation.revoked())));
    var receipt = Receipt.issue(node, invocation.taskId(), out, MapNode.EMPTY);
    receipts.keep(receipt, Optional.empty());
    return new Handling.Done(invocation.taskId(), receipt);
  }
}
