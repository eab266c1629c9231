package io.ipvm.node;

import io.ipvm.engine.EffectClass;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.ipld.Node.LinkNode;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.keys.Signer;
import io.ipvm.store.BlockStore;
import io.ipvm.store.MemoEntry;
import io.ipvm.store.MemoKey;
import io.ipvm.store.RunLog;
import io.ipvm.store.Store;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.HomestarReceipt;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Results as receipts: finds those that were computed before and issues new ones.
///
/// What may be found again is decided here (`workflow.md` section 9): only results of pure tasks; a
/// result that a limit influenced only for the same limits; a result that a mapping quirk touched
/// only in its own mapping; nothing of another engine profile.
///
/// A limit must not leak through the tasks that come after, either: the instruction of a task that
/// awaits such a result does not tell which of several values it got. So a result is *bounded* if a
/// limit or a failure of this machine influenced it or a result it was computed from. What is
/// computed from bounded results is found by nobody again, and its receipt links to theirs. A quirk
/// goes on in the same way: what was computed from a result of one mapping is of that mapping.
final class Results {
  /// Runs looked through for the receipt of an effect.
  private static final int LOOK_BACK = 200;

  // What the `meta` of a receipt says.
  private static final String ENGINE = "engine";
  private static final String MAPPING = "mapping";
  private static final String COMPATIBILITY = "compatibility";
  private static final String LIMITS = "limits";
  private static final String INPUTS = "inputs";

  private final RunLog log;
  private final BlockStore blocks;
  private final Signer executor;

  Results(Store store, Signer executor) {
    this.log = store.runs();
    this.blocks = store.blocks();
    this.executor = executor;
  }

  /// A result of the same instruction that serves this task.
  Optional<MemoEntry> find(Task task, Mapping mapping, String engineProfile) {
    var instruction = task.instruction().cid();
    return log.findMemo(new MemoKey(instruction, mapping, engineProfile, Optional.empty()))
        .or(() ->
            log.findMemo(
                new MemoKey(instruction, mapping, engineProfile, Optional.of(task.limits()))));
  }

  /// A result of an instruction of which no more than its CID is known.
  Optional<MemoEntry> find(Cid instruction, Mapping mapping, String engineProfile) {
    return log.findMemo(new MemoKey(instruction, mapping, engineProfile, Optional.empty()));
  }

  /// A result of an effect, which has no key: it belongs to one of the newest runs.
  Optional<MemoEntry> findInRuns(Cid instruction) {
    return log.findRuns(LOOK_BACK).stream()
        .flatMap(run -> new RunPast(log.read(run.id())).findReceipt(instruction).stream())
        .findFirst();
  }

  /// Whether an instruction comes to one and the same result in all mappings.
  boolean isShared(Cid instruction, String engineProfile) {
    var receipts =
        Arrays.stream(Mapping.values())
            .map(mapping -> find(instruction, mapping, engineProfile))
            .map(entry -> entry.map(found -> found.receipt().cid()))
            .distinct()
            .toList();
    return receipts.size() == 1 && receipts.getFirst().isPresent();
  }

  Optional<Receipt> findReceipt(Cid receipt) {
    return log.findReceipt(receipt);
  }

  /// What tasks that await this result see.
  Outcome value(MemoEntry entry, Mapping mapping) {
    return value(entry.receipt(), entry.compatibility(), mapping);
  }

  Outcome value(Receipt receipt, Optional<Cid> compatibility, Mapping mapping) {
    return switch (mapping) {
      case NATIVE -> receipt.out();
      case COMPATIBILITY ->
          compatibility.map(this::compatibilityOutcome).orElseGet(() -> inline(receipt.out()));
    };
  }

  private Outcome compatibilityOutcome(Cid receipt) {
    if (DagCbor.decode(blocks.require(receipt)) instanceof MapNode map
        && map.find("out").orElse(Node.NULL) instanceof ListNode(var pair)
        && pair.size() == 2
        && pair.get(0) instanceof StringNode(var tag)) {
      return tag.equals("error") ? new Outcome.Failed(pair.get(1)) : new Outcome.Ok(pair.get(1));
    }
    throw new IllegalStateException("block " + receipt + " is no compatibility receipt");
  }

  private Outcome inline(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ok(var value) -> new Outcome.Ok(LargeBytes.in(value, blocks));
      case Outcome.Failed(var value) -> new Outcome.Failed(LargeBytes.in(value, blocks));
    };
  }

  /// A result that was just computed.
  ///
  /// @param limited whether a limit influenced it
  /// @param quirk whether a mapping quirk of Homestar touched it, or a result it was computed from
  /// @param lasting whether another attempt would come to the same
  /// @param boundedInputs the receipts of the bounded results it was computed from
  record Computed(
      Task task,
      Mapping mapping,
      String engineProfile,
      EffectClass effect,
      Outcome out,
      boolean limited,
      boolean quirk,
      boolean lasting,
      List<Cid> boundedInputs) {
    boolean bounded() {
      return limited || !lasting || !boundedInputs.isEmpty();
    }

    /// The same with another outcome.
    Computed instead(Outcome other) {
      return new Computed(
          task, mapping, engineProfile, effect, other, limited, quirk, lasting, boundedInputs);
    }
  }

  /// A signed result with the keys it may be found under.
  record Issued(
      Receipt receipt, List<MemoKey> memo, Optional<Cid> compatibility, boolean bounded) {}

  /// Whether an earlier result, which was found again, is bounded.
  static boolean isBounded(Receipt found) {
    return found.meta().has(LIMITS);
  }

  /// Which mapping a result was computed in.
  static Mapping mapping(Receipt receipt) {
    return text(receipt, MAPPING).equals(name(Mapping.COMPATIBILITY))
        ? Mapping.COMPATIBILITY
        : Mapping.NATIVE;
  }

  private static String name(Mapping mapping) {
    return mapping.name().toLowerCase(Locale.ROOT);
  }

  /// Which engine computed a result; empty if the receipt does not say.
  static String engineProfile(Receipt receipt) {
    return text(receipt, ENGINE);
  }

  private static String text(Receipt receipt, String key) {
    return receipt.meta().find(key).orElse(Node.NULL) instanceof StringNode(var value) ? value : "";
  }

  /// The limits a result holds under. One that no limit touched comes out the same under the
  /// widest.
  static Limits limits(Receipt receipt) {
    if (receipt.meta().find(LIMITS).orElse(Node.NULL) instanceof MapNode limits) {
      return new Limits(
          number(limits, "gas"),
          number(limits, "memory"),
          Duration.ofMillis(number(limits, "time")));
    }
    return Limits.WIDEST;
  }

  private static long number(MapNode map, String key) {
    return map.find(key).orElse(Node.NULL) instanceof IntNode(var value) ? value : 0;
  }

  /// A receipt that was found by its CID, as if it had been found by its key.
  static MemoEntry entry(Receipt receipt) {
    var compatibility =
        receipt.meta().find(COMPATIBILITY).orElse(Node.NULL) instanceof LinkNode(var cid)
            ? Optional.of(cid)
            : Optional.<Cid>empty();
    return new MemoEntry(receipt, compatibility);
  }

  /// The receipts of the bounded results that a result was computed from.
  static List<Cid> boundedInputs(Receipt receipt) {
    return receipt.meta().find(INPUTS).orElse(Node.NULL) instanceof ListNode(var items)
        ? items.stream()
            .filter(LinkNode.class::isInstance)
            .map(item -> ((LinkNode) item).value())
            .toList()
        : List.of();
  }

  Issued issue(Computed result) {
    var compatibility = compatibility(result);
    var meta =
        MapNode.builder().put(ENGINE, result.engineProfile).put(MAPPING, name(result.mapping));
    if (result.limited) {
      meta.put(LIMITS, limits(result.task.limits()));
    }
    if (!result.boundedInputs.isEmpty()) {
      meta.put(INPUTS, Node.list(result.boundedInputs.stream().map(Node::of).toList()));
    }
    compatibility.ifPresent(cid -> meta.put(COMPATIBILITY, cid));
    var receipt =
        Receipt.issue(
            executor,
            result.task.instruction().cid(),
            LargeBytes.out(result.out, blocks::putAgain),
            meta.build());
    return new Issued(receipt, memoKeys(result), compatibility, result.bounded());
  }

  private Optional<Cid> compatibility(Computed result) {
    if (result.mapping == Mapping.NATIVE || result.out instanceof Outcome.Failed) {
      return Optional.empty();
    }
    var receipt = HomestarReceipt.of(result.task, result.out);
    var cid = receipt.cid();
    blocks.put(new Block(cid, receipt.bytes()));
    return Optional.of(cid);
  }

  private static List<MemoKey> memoKeys(Computed result) {
    var keys = new ArrayList<MemoKey>();
    if (result.effect == EffectClass.PURE && result.lasting && result.boundedInputs.isEmpty()) {
      for (var mapping : Mapping.values()) {
        if (mapping == result.mapping || !result.quirk) {
          keys.add(
              new MemoKey(
                  result.task.instruction().cid(),
                  mapping,
                  result.engineProfile,
                  result.limited ? Optional.of(result.task.limits()) : Optional.empty()));
        }
      }
    }
    return keys;
  }

  private static MapNode limits(Limits limits) {
    return MapNode.builder()
        .put("gas", limits.gas())
        .put("memory", limits.memory())
        .put("time", limits.time().toMillis())
        .build();
  }
}
