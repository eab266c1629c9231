package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.store.LogEntry.Claimed;
import io.ipvm.store.LogEntry.Forgotten;
import io.ipvm.store.LogEntry.Happened;
import io.ipvm.store.LogEntry.Named;
import io.ipvm.store.LogEntry.Noted;
import io.ipvm.store.LogEntry.Pinned;
import io.ipvm.store.LogEntry.Synced;
import io.ipvm.store.LogEntry.Unpinned;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bytes of a log entry: DAG-CBOR, a list that begins with a version and a kind.
///
/// Lists, not maps: a record is written for every step of every run, names would be half of it. A
/// version, once written, is read for ever; a new field makes a new version or a new kind.
final class EntryCodec {
  static final int VERSION = 3;

  /// Of the kinds that the first program wrote: it reads what is written with no other.
  private static final int FIRST_VERSION = 1;

  /// Of the kinds that came with pins.
  private static final int SECOND_VERSION = 2;

  private static final int CLAIMED = 1;
  private static final int NAMED = 2;
  private static final int SYNCED = 3;
  private static final int PINNED = 4;
  private static final int UNPINNED = 5;
  private static final int FORGOTTEN = 6;
  private static final int NOTED = 7;
  private static final int ACCEPTED = 10;
  private static final int TASK_STARTED = 11;
  private static final int EFFECT_INTENDED = 12;
  private static final int RECEIPT_ISSUED = 13;
  private static final int TASK_REPLAYED = 14;
  private static final int TASK_ABORTED = 15;
  private static final int TASK_SKIPPED = 16;
  private static final int INTERRUPTED = 17;
  private static final int RESUMED = 18;
  private static final int FINISHED = 19;

  private EntryCodec() {}

  static Bytes encode(LogEntry entry) {
    var fields = new FieldWriter().add(version(entry));
    switch (entry) {
      case Claimed it -> fields.add(CLAIMED).add(it.run().text()).add(it.epoch());
      case Named it -> fields.add(NAMED).add(it.name()).add(it.cid());
      case Synced it -> fields.add(SYNCED).add(it.packs().pack()).add(it.packs().offset());
      case Pinned it -> fields.add(PINNED).add(it.cid()).add(it.at());
      case Unpinned it -> fields.add(UNPINNED).add(it.cid());
      case Forgotten it ->
          fields
              .add(FORGOTTEN)
              .add(it.before())
              .add(Node.list(it.except().stream().map(Node::of).toList()));
      case Noted it -> {
        fields.add(NOTED);
        for (var fact : it.facts()) {
          fields.add(fact.space()).add(fact.key());
          fields.add(fact.value().<Node>map(Node::of).orElse(Node.NULL));
        }
      }
      case Happened it -> happened(fields, it);
    }
    return DagCbor.encode(fields.toNode());
  }

  /// What a record says, without the run it is of.
  static Node recordNode(RunRecord record) {
    var fields = new FieldWriter();
    fields(fields, record);
    return fields.toNode();
  }

  private static int version(LogEntry entry) {
    return switch (entry) {
      case Claimed _, Named _, Synced _, Happened _ -> FIRST_VERSION;
      case Pinned _, Unpinned _, Forgotten _ -> SECOND_VERSION;
      case Noted _ -> VERSION;
    };
  }

  private static void happened(FieldWriter fields, Happened entry) {
    var record = entry.record();
    fields.add(kind(record)).add(entry.run().text()).add(entry.epoch()).add(record.at());
    fields(fields, record);
  }

  private static void fields(FieldWriter fields, RunRecord record) {
    switch (record) {
      case RunRecord.Accepted it ->
          fields
              .add(it.workflow())
              .add(it.bound())
              .addCid(it.template())
              .addCid(it.input())
              .add(it.name())
              .addText(it.alias())
              .add(it.lineage().text())
              .add(it.caller().text())
              .add(it.tasks());
      case RunRecord.TaskStarted it ->
          fields.add(it.instruction()).add(it.label()).add(it.attempt()).add(it.engineProfile());
      case RunRecord.EffectIntended it -> fields.add(it.instruction()).add(it.attempt());
      case RunRecord.ReceiptIssued it ->
          fields
              .add(it.instruction())
              .add(it.receipt().bytes())
              .add(memoNodes(it.memo()))
              .addCid(it.compatibility())
              .add(it.took());
      case RunRecord.TaskReplayed it -> fields.add(it.instruction()).add(it.receipt());
      case RunRecord.TaskAborted it ->
          fields.add(it.instruction()).add(it.cause()).add(it.message());
      case RunRecord.TaskSkipped it -> fields.add(it.instruction()).add(it.because());
      case RunRecord.Interrupted it -> fields.add(it.reason());
      case RunRecord.Resumed it -> fields.add(it.host());
      case RunRecord.Finished it -> fields.add(it.status().name()).add(it.output());
    }
  }

  private static int kind(RunRecord record) {
    return switch (record) {
      case RunRecord.Accepted _ -> ACCEPTED;
      case RunRecord.TaskStarted _ -> TASK_STARTED;
      case RunRecord.EffectIntended _ -> EFFECT_INTENDED;
      case RunRecord.ReceiptIssued _ -> RECEIPT_ISSUED;
      case RunRecord.TaskReplayed _ -> TASK_REPLAYED;
      case RunRecord.TaskAborted _ -> TASK_ABORTED;
      case RunRecord.TaskSkipped _ -> TASK_SKIPPED;
      case RunRecord.Interrupted _ -> INTERRUPTED;
      case RunRecord.Resumed _ -> RESUMED;
      case RunRecord.Finished _ -> FINISHED;
    };
  }

  private static Node memoNodes(List<MemoKey> keys) {
    return Node.list(keys.stream().map(MemoKeyCodec::toNode).toList());
  }

  /// The entry in a frame of the log.
  ///
  /// @throws StoreException `CORRUPT` if there is none, `NEWER` if a newer program wrote it
  static LogEntry read(Frame frame) {
    try {
      return decode(frame.body());
    } catch (MalformedException e) {
      throw new StoreException(
          StoreException.Kind.CORRUPT,
          "the record at log position "
              + frame.position()
              + " is whole, but nothing this program writes: "
              + e.getMessage(),
          e);
    }
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws StoreException `NEWER` if a newer program wrote it
  /// @throws MalformedException if it is no entry
  static LogEntry decode(Bytes body) {
    var fields = new FieldReader(DagCbor.decode(body));
    long version = fields.integer();
    if (version > VERSION) {
      throw newer("version " + version);
    }
    int kind = fields.number();
    var entry =
        switch (kind) {
          case CLAIMED -> new Claimed(new RunId(fields.text()), fields.integer());
          case NAMED -> new Named(fields.text(), fields.cid());
          case SYNCED -> new Synced(new PackPosition(fields.number(), fields.integer()));
          case PINNED -> new Pinned(fields.cid(), fields.instant());
          case UNPINNED -> new Unpinned(fields.cid());
          case NOTED -> new Noted(facts(fields));
          case FORGOTTEN -> new Forgotten(fields.integer(), positions(fields.list()));
          default -> new Happened(new RunId(fields.text()), fields.integer(), record(kind, fields));
        };
    fields.end();
    return entry;
  }

  private static List<Fact> facts(FieldReader fields) {
    var facts = new ArrayList<Fact>();
    while (fields.hasMore()) {
      facts.add(new Fact(fields.text(), fields.bytes(), fields.findBytes()));
    }
    return facts;
  }

  private static List<Long> positions(List<Node> nodes) {
    var fields = new FieldReader(Node.list(nodes));
    var positions = new ArrayList<Long>(nodes.size());
    while (fields.hasMore()) {
      positions.add(fields.integer());
    }
    return positions;
  }

  private static RunRecord record(int kind, FieldReader fields) {
    var at = fields.instant();
    return switch (kind) {
      case ACCEPTED -> accepted(at, fields);
      case TASK_STARTED ->
          new RunRecord.TaskStarted(
              at, fields.cid(), fields.text(), fields.number(), fields.text());
      case EFFECT_INTENDED -> new RunRecord.EffectIntended(at, fields.cid(), fields.number());
      case RECEIPT_ISSUED ->
          new RunRecord.ReceiptIssued(
              at,
              fields.cid(),
              Receipt.decodeTrusted(fields.bytes()),
              memoKeys(fields.list()),
              fields.findCid(),
              fields.duration());
      case TASK_REPLAYED -> new RunRecord.TaskReplayed(at, fields.cid(), fields.cid());
      case TASK_ABORTED ->
          new RunRecord.TaskAborted(at, fields.cid(), fields.text(), fields.text());
      case TASK_SKIPPED -> new RunRecord.TaskSkipped(at, fields.cid(), fields.cid());
      case INTERRUPTED -> new RunRecord.Interrupted(at, fields.text());
      case RESUMED -> new RunRecord.Resumed(at, fields.text());
      case FINISHED -> new RunRecord.Finished(at, RunStatus.valueOf(fields.text()), fields.node());
      default -> throw newer("kind " + kind);
    };
  }

  private static RunRecord accepted(java.time.Instant at, FieldReader fields) {
    Cid workflow = fields.cid();
    Cid bound = fields.cid();
    Optional<Cid> template = fields.findCid();
    Optional<Cid> input = fields.findCid();
    String name = fields.text();
    Optional<String> alias = fields.findText();
    var lineage = new RunId(fields.text());
    var caller = new Did(fields.text());
    return new RunRecord.Accepted(
        at, workflow, bound, template, input, name, alias, lineage, caller, fields.number());
  }

  private static List<MemoKey> memoKeys(List<Node> nodes) {
    var keys = new ArrayList<MemoKey>(nodes.size());
    nodes.forEach(node -> keys.add(MemoKeyCodec.of(node)));
    return keys;
  }

  private static StoreException newer(String what) {
    return new StoreException(
        StoreException.Kind.NEWER,
        "the log holds a record of "
            + what
            + ", this program knows version "
            + VERSION
            + " up to kind "
            + FINISHED
            + ": use a newer ipvm");
  }
}
