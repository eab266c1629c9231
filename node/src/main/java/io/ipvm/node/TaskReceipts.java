package io.ipvm.node;

import io.ipvm.ipld.Cid;
import io.ipvm.store.Fact;
import io.ipvm.store.Facts;
import io.ipvm.ucan.Receipt;
import java.util.ArrayList;
import java.util.Optional;

/// The receipts of tasks that invocations asked for, found by Task ID (rule TSK-2), and which
/// instruction each task was mapped to.
final class TaskReceipts {
  /// Keys: Task IDs. Values: receipts.
  private static final String RECEIPTS = "task-receipt";

  /// Keys: CIDs of receipts. Values: Task IDs.
  private static final String TASKS = "task-of-receipt";

  /// Keys: Task IDs. Values: CIDs of instructions.
  private static final String INSTRUCTIONS = "task-instruction";

  private final Facts facts;
  private final Results results;

  TaskReceipts(Facts facts, Results results) {
    this.facts = facts;
    this.results = results;
  }

  Optional<Receipt> find(Cid task) {
    return facts.find(RECEIPTS, task.bytes()).map(Receipt::decodeTrusted);
  }

  /// A receipt by its own CID.
  Optional<Receipt> findReceipt(Cid receipt) {
    return facts.find(TASKS, receipt.bytes()).map(Cid::of).flatMap(this::find);
  }

  /// A receipt that a run issued.
  Optional<Receipt> findInRuns(Cid receipt) {
    return results.findReceipt(receipt);
  }

  /// What a task was mapped to.
  Optional<Cid> findInstruction(Cid task) {
    return facts.find(INSTRUCTIONS, task.bytes()).map(Cid::of);
  }

  /// Remembers the receipt of a task, durably.
  void keep(Receipt receipt, Optional<Cid> instruction) {
    var noted = new ArrayList<Fact>();
    var task = receipt.ran().bytes();
    noted.add(Fact.of(RECEIPTS, task, receipt.bytes()));
    noted.add(Fact.of(TASKS, receipt.cid().bytes(), task));
    instruction.ifPresent(cid -> noted.add(Fact.of(INSTRUCTIONS, task, cid.bytes())));
    facts.note(noted);
  }
}
