package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Quoted;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How much may be used up in a day, in an hour or in total, by everybody who uses a delegation
/// that demands it (rule RUN-2).
///
/// The document is named by its CID: delegations that name the same one share what is left. Days
/// and hours are those of UTC. A container carries tokens only, so the document travels in `meta`
/// of the delegation that demands it, where whoever reads it checks it against the CID (rule
/// MET-1), or as a block of its own.
///
/// @param tasks how many tasks may run; null: as many as like
/// @param gas how much gas they may use together; null: any
/// @param bytes how many bytes their results may have together; null: any
public record Budget(Per per, @Nullable Long tasks, @Nullable Long gas, @Nullable Long bytes) {
  /// The key in `meta` of a delegation that carries the document of its budget.
  public static final String META = "budget";

  private static final String WHAT = "budget";
  private static final long VERSION = 1;

  /// The period after which everything is available again.
  public enum Per {
    DAY,
    HOUR,
    /// None: what is used up is used up.
    TOTAL;

    /// As documents and people write it.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Per parse(String text) {
      for (var per : values()) {
        if (per.text().equals(text)) {
          return per;
        }
      }
      throw new MalformedException(
          "a budget is per day, hour or total, not per " + Quoted.of(text));
    }
  }

  public Budget {
    requireNonNull(per);
    requireAmount("tasks", tasks);
    requireAmount("gas", gas);
    requireAmount("bytes", bytes);
    if (tasks == null && gas == null && bytes == null) {
      throw new MalformedException("a budget has to bound tasks, gas or bytes");
    }
  }

  private static void requireAmount(String what, @Nullable Long amount) {
    if (amount != null && (amount < 1 || amount > TokenFields.MAX_INTEGER)) {
      throw new MalformedException(
          "a budget has from 1 to 2^53-1 " + what + ", it cannot have " + amount);
    }
  }

  /// Reads what a person writes, such as `10/day`, `1e9 gas/hour` or `tasks=10,gas=1e9/day`.
  ///
  /// @throws MalformedException that says what is wrong about it
  public static Budget parse(String text) {
    return BudgetText.parse(text);
  }

  /// Reads the document.
  ///
  /// @throws MalformedException that names the field
  public static Budget decode(Bytes document) {
    return of(DagCbor.decode(document));
  }

  /// Reads the value of the document.
  ///
  /// @throws MalformedException that names the field
  public static Budget of(Node node) {
    var fields = Fields.of(node, WHAT);
    long version = fields.requireLong("v");
    if (version != VERSION) {
      throw new MalformedException(WHAT + ": v is " + version + ", known is " + VERSION);
    }
    var per = Per.parse(fields.requireString("per"));
    var tasks = fields.findLong("tasks").orElse(null);
    var gas = fields.findLong("gas").orElse(null);
    var bytes = fields.findLong("bytes").orElse(null);
    fields.end();
    return new Budget(per, tasks, gas, bytes);
  }

  /// The document that `delegation` carries for one of its demands, if it carries one. It is worth
  /// nothing by itself: look it up by the CID that the policy names.
  ///
  /// @throws MalformedException if what it carries under [#META] is none
  public static Optional<Budget> carriedBy(Delegation delegation) {
    return delegation.meta().find(META).map(Budget::of);
  }

  public MapNode toNode() {
    var node = MapNode.builder().put("v", VERSION).put("per", per.text());
    if (tasks != null) {
      node.put("tasks", tasks);
    }
    if (gas != null) {
      node.put("gas", gas);
    }
    if (bytes != null) {
      node.put("bytes", bytes);
    }
    return node.build();
  }

  /// The document.
  public Bytes encode() {
    return DagCbor.encode(toNode());
  }

  /// The name of the document, dag-cbor and sha2-256.
  public Cid cid() {
    return Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, encode());
  }

  /// The statement of a policy that demands it: `budget == CID`.
  public Node demand() {
    return Node.list(Node.of("=="), Node.of(".budget"), Node.of(cid()));
  }

  /// The period that `now` lies in: `2026-01-31`, `2026-01-31T23` or `total`, in UTC. Executors
  /// count under it.
  public String period(Instant now) {
    var utc = now.atOffset(ZoneOffset.UTC);
    return switch (per) {
      case DAY -> utc.toLocalDate().toString();
      case HOUR -> utc.truncatedTo(ChronoUnit.HOURS).toLocalDateTime().toString().substring(0, 13);
      case TOTAL -> per.text();
    };
  }

  /// When the period after the one of `now` begins; empty if there is none.
  public Optional<Instant> renews(Instant now) {
    return switch (per) {
      case DAY -> Optional.of(now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
      case HOUR -> Optional.of(now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
      case TOTAL -> Optional.empty();
    };
  }

  /// What [#parse] reads, `10/day` or `tasks=10,gas=1000000000/day`.
  public String text() {
    return BudgetText.print(this);
  }

  @Override
  public String toString() {
    return text();
  }
}
