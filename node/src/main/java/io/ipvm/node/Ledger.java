package io.ipvm.node;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.store.Fact;
import io.ipvm.store.Facts;
import io.ipvm.ucan.Budget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What delegates have used: counted durably before anything runs for them, so that neither a `kill
/// -9` nor a second process gives anybody more than was granted (rule RUN-2).
///
/// An invocation is charged once, with the most it may use; what it did not use is given back when
/// its run has ended. If the process dies in between it stays charged: too much is counted rather
/// than too little. One process writes to a data directory, and this object is its only door to the
/// counters, so a lock is all that keeps them right.
final class Ledger {
  /// Keys: the CID of the budget, then subject, a zero and the period.
  private static final String SPENT = "spent";

  /// Keys: who, a zero, the day.
  private static final String USAGE = "usage";

  /// Keys: the CID of an invocation that was charged. Values: whether what it did not use was given
  /// back.
  private static final String CHARGED = "charged";

  private static final Bytes OPEN = Bytes.utf8("open");
  private static final Bytes SETTLED = Bytes.utf8("settled");

  private static final int PAGE = 256;

  private final Facts facts;
  private final Object lock = new Object();

  Ledger(Facts facts) {
    this.facts = facts;
  }

  /// What is counted of a budget.
  record Spent(long tasks, long gas, long bytes) {
    static final Spent NOTHING = new Spent(0, 0, 0);

    Spent plus(Spent other) {
      return new Spent(plus(tasks, other.tasks), plus(gas, other.gas), plus(bytes, other.bytes));
    }

    Spent minus(Spent other) {
      return new Spent(
          Math.max(0, tasks - other.tasks),
          Math.max(0, gas - other.gas),
          Math.max(0, bytes - other.bytes));
    }

    private static long plus(long a, long b) {
      long sum = a + b;
      return sum < 0 ? Long.MAX_VALUE : sum;
    }
  }

  /// What an invocation may use at most.
  ///
  /// @param budget the document it draws on, if it names one
  /// @param subject whose machine it uses
  /// @param users who used their authority: its issuer, and the audiences of its proofs
  record Charge(Cid invocation, Optional<Budget> budget, Did subject, List<Did> users, Spent most) {
    Charge {
      users = List.copyOf(users);
    }
  }

  /// Why a charge is refused.
  ///
  /// @param what `tasks`, `gas` or `bytes`
  /// @param renews when there is more; empty: never
  record Exhausted(
      Budget budget, String what, long asked, long left, long limit, Optional<Instant> renews) {
    /// For people.
    String sentence() {
      return "the budget of "
          + budget.text()
          + " has "
          + left
          + " "
          + what
          + " left, asked for are "
          + (asked == Long.MAX_VALUE ? "any number: say limits." + what : String.valueOf(asked))
          + "; "
          + renews
              .map(at -> "it is full again at " + at)
              .orElse("it is never full again: ask for another delegation");
    }
  }

  /// Counts `charge`, durably, unless its budget does not have so much left. An invocation that was
  /// charged before is charged no more.
  Optional<Exhausted> charge(Charge charge, Instant now) {
    synchronized (lock) {
      if (facts.find(CHARGED, charge.invocation.bytes()).isPresent()) {
        return Optional.empty();
      }
      var noted = new ArrayList<Fact>();
      if (charge.budget.isPresent()) {
        var budget = charge.budget.get();
        var key = spentKey(budget, charge.subject, now);
        var before = spent(key);
        var exhausted = exhausted(budget, before, charge.most, now);
        if (exhausted.isPresent()) {
          return exhausted;
        }
        noted.add(Fact.of(SPENT, key, encode(before.plus(charge.most))));
      }
      var day = new Usage.Day(1, 0, charge.most.tasks, 0, charge.most.gas, 0);
      noted.addAll(used(charge.users, day, now));
      noted.add(Fact.of(CHARGED, charge.invocation.bytes(), OPEN));
      facts.note(noted);
      return Optional.empty();
    }
  }

  /// Gives back what a charge did not use, once.
  ///
  /// @param at when it was charged
  /// @param unused of what was charged; negative where more was used
  void settle(Charge charge, Instant at, Spent unused, Usage.Day used) {
    synchronized (lock) {
      if (!facts.find(CHARGED, charge.invocation.bytes()).equals(Optional.of(OPEN))) {
        return;
      }
      var noted = new ArrayList<Fact>();
      charge.budget.ifPresent(budget -> {
        var key = spentKey(budget, charge.subject, at);
        noted.add(Fact.of(SPENT, key, encode(spent(key).minus(unused))));
      });
      noted.addAll(used(charge.users, used, at));
      noted.add(Fact.of(CHARGED, charge.invocation.bytes(), SETTLED));
      facts.note(noted);
    }
  }

  /// Counts that somebody was refused.
  void refused(List<Did> users, Instant now) {
    synchronized (lock) {
      facts.note(used(users, new Usage.Day(0, 1, 0, 0, 0, 0), now));
    }
  }

  /// What is left of a budget now.
  Spent spent(Budget budget, Did subject, Instant now) {
    return spent(spentKey(budget, subject, now));
  }

  private Spent spent(Bytes key) {
    return facts.find(SPENT, key).map(Ledger::decodeSpent).orElse(Spent.NOTHING);
  }

  private static Optional<Exhausted> exhausted(
      Budget budget, Spent before, Spent most, Instant now) {
    return exceeds(budget, "tasks", budget.tasks(), before.tasks, most.tasks, now)
        .or(() -> exceeds(budget, "gas", budget.gas(), before.gas, most.gas, now))
        .or(() ->
            exceeds(budget, "bytes", budget.bytes(), before.bytes, Math.max(1, most.bytes), now));
  }

  private static Optional<Exhausted> exceeds(
      Budget budget, String what, @Nullable Long limit, long before, long asked, Instant now) {
    if (limit == null || asked <= limit - before) {
      return Optional.empty();
    }
    long left = Math.max(0, limit - before);
    return Optional.of(new Exhausted(budget, what, asked, left, limit, budget.renews(now)));
  }

  private List<Fact> used(List<Did> users, Usage.Day change, Instant now) {
    var noted = new LinkedHashMap<Bytes, Fact>();
    for (var user : users) {
      var key = usageKey(user).concat(Bytes.utf8(day(now).toString()));
      var before = facts.find(USAGE, key).map(Usage.Day::decode).orElse(Usage.Day.NOTHING);
      noted.put(key, Fact.of(USAGE, key, before.plus(change).encode()));
    }
    return List.copyOf(noted.values());
  }

  /// What everybody, or `who`, used on each day.
  List<Usage> usage(Optional<Did> who) {
    var prefix = who.map(Ledger::usageKey).orElse(Bytes.EMPTY);
    var found = new ArrayList<Usage>();
    Optional<Bytes> last = Optional.empty();
    while (true) {
      var page = facts.findAll(USAGE, prefix, last, PAGE);
      for (var fact : page) {
        var words = new String(fact.key().toArray(), StandardCharsets.UTF_8).split("\0", 2);
        var day = Usage.Day.decode(fact.value().orElseThrow());
        found.add(new Usage(Did.parse(words[0]), LocalDate.parse(words[1]), day));
        last = Optional.of(fact.key());
      }
      if (page.size() < PAGE) {
        return found;
      }
    }
  }

  private static LocalDate day(Instant now) {
    return now.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static Bytes usageKey(Did user) {
    return Bytes.utf8(user.principal().text() + "\0");
  }

  private static Bytes spentKey(Budget budget, Did subject, Instant now) {
    var rest = subject.principal().text() + "\0" + budget.period(now);
    return budget.cid().bytes().concat(Bytes.utf8(rest));
  }

  private static Bytes encode(Spent spent) {
    return DagCbor.encode(
        Node.list(Node.of(spent.tasks), Node.of(spent.gas), Node.of(spent.bytes)));
  }

  private static Spent decodeSpent(Bytes bytes) {
    var numbers = Usage.numbers(bytes, 3);
    return new Spent(numbers.get(0), numbers.get(1), numbers.get(2));
  }
}
