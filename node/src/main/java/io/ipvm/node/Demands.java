package io.ipvm.node;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.ipld.Node.LinkNode;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ipld.Node.StringNode;
import io.ipvm.ucan.Delegation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the policies of a chain leave an invocation to choose, so that clients can fill in what is
/// not said: the most gas, memory and time, and the budget (rule RUN-1).
///
/// Only statements that have to hold are looked at, not those inside of `or`, `not`, `all` or
/// `any`. If the guess is wrong the policies say so, because they are asked afterwards all the
/// same.
final class Demands {
  /// The limits an invocation may carry, in the order of `args.limits`.
  private static final List<String> LIMITS = List.of("gas", "memory", "time");

  private static final String BUDGET = ".budget";

  private final Map<String, Long> most = new TreeMap<>();
  private Optional<Cid> budget = Optional.empty();

  private Demands() {}

  static Demands of(List<Delegation> chain) {
    var demands = new Demands();
    chain.forEach(link -> link.policy().toNodes().forEach(demands::add));
    return demands;
  }

  /// The budget that the chain demands already.
  Optional<Cid> budget() {
    return budget;
  }

  /// The arguments with what they leave out and some statement names.
  MapNode fill(MapNode args) {
    var filled = args;
    if (!most.isEmpty()) {
      var limits = args.find("limits").orElse(MapNode.EMPTY);
      if (limits instanceof MapNode said) {
        filled = filled.with("limits", fillLimits(said));
      }
    }
    if (budget.isPresent() && !args.has("budget")) {
      filled = filled.with("budget", Node.of(budget.get()));
    }
    return filled;
  }

  private MapNode fillLimits(MapNode said) {
    var filled = said;
    for (var limit : LIMITS) {
      if (!said.has(limit) && most.containsKey(limit)) {
        filled = filled.with(limit, Node.of(most.get(limit)));
      }
    }
    return filled;
  }

  private void add(Node statement) {
    if (!(statement instanceof ListNode(var parts))
        || !(parts.getFirst() instanceof StringNode(var op))) {
      return;
    }
    if (op.equals("and") && parts.get(1) instanceof ListNode(var all)) {
      all.forEach(this::add);
    } else if (parts.size() == 3 && parts.get(1) instanceof StringNode(var selector)) {
      add(op, selector, parts.get(2));
    }
  }

  private void add(String op, String selector, Node value) {
    if (op.equals("==") && selector.equals(BUDGET) && value instanceof LinkNode(var cid)) {
      budget = Optional.of(cid);
    }
    if (value instanceof IntNode(var number)) {
      for (var limit : LIMITS) {
        if (selector.equals(".limits." + limit)) {
          switch (op) {
            case "==", "<=" -> most.merge(limit, number, Math::min);
            case "<" -> most.merge(limit, number - 1, Math::min);
            default -> {}
          }
        }
      }
    }
  }
}
