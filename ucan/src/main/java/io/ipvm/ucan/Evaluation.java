package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One look of a policy at arguments.
///
/// Arguments may hold promises, so there is a third truth: a statement is *pending* if it depends
/// on a result that is not there, and only then. What a promise will become is not known, so a
/// selector that meets one, and a comparison that nothing else decides, are pending; `and` is false
/// as soon as one side is, `or` true (Kleene's logic, which is what makes it safe to refuse early:
/// whatever arrives later, a false statement stays false).
///
/// Nothing is thrown. Every step is counted, so nothing takes long: once the steps are used up
/// every answer is void, loops stop early, and whoever asked looks at [#spent]. Of one thread.
final class Evaluation {
  enum Truth {
    TRUE,
    FALSE,
    PENDING;

    static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }

    Truth negated() {
      return switch (this) {
        case TRUE -> FALSE;
        case FALSE -> TRUE;
        case PENDING -> PENDING;
      };
    }
  }

  private final @Nullable Options promises;
  private int stepsLeft = Policy.MAX_STEPS;

  /// The tasks that what is pending depends on; what got decided takes its own out again.
  private @Nullable ArrayList<Cid> awaited;

  /// @param promises what counts as a promise; null for nothing, when all were replaced and what
  ///   looks like one is data
  Evaluation(@Nullable Options promises) {
    this.promises = promises;
  }

  /// Takes `steps` off; false once there were not enough.
  boolean spend(int steps) {
    // After the first refusal it stays below zero, however often it is asked.
    stepsLeft = stepsLeft < 0 ? stepsLeft : stepsLeft - steps;
    return stepsLeft >= 0;
  }

  boolean spent() {
    return stepsLeft < 0;
  }

  boolean isPromise(Node node) {
    return promises != null && Promise.of(node, promises).isPresent();
  }

  Set<Cid> awaited() {
    return awaited == null ? Set.of() : new HashSet<>(awaited);
  }

  Truth evaluate(Statement statement, Node root) {
    if (!spend(1)) {
      return Truth.FALSE;
    }
    return switch (statement) {
      case Statement.Equal it -> equal(it.selector().select(root, this), it.value());
      case Statement.NotEqual it -> {
        var node = it.selector().select(root, this);
        yield node == null ? Truth.FALSE : equal(node, it.value()).negated();
      }
      case Statement.Compare it -> compare(it, it.selector().select(root, this));
      case Statement.Like it -> like(it.pattern(), it.selector().select(root, this));
      case Statement.And it -> every(it.statements(), root);
      case Statement.Or it -> some(it.statements(), root);
      case Statement.Not it -> evaluate(it.statement(), root).negated();
      case Statement.All it -> quantified(it.selector().select(root, this), it.statement(), true);
      case Statement.Any it -> quantified(it.selector().select(root, this), it.statement(), false);
    };
  }

  private Truth equal(@Nullable Node node, Node value) {
    if (node == null) {
      return Truth.FALSE;
    }
    int mark = mark();
    return decided(same(node, value), mark);
  }

  private Truth compare(Statement.Compare statement, @Nullable Node node) {
    if (node == null) {
      return Truth.FALSE;
    }
    if (Numbers.isNumber(node)) {
      return Truth.of(statement.order().allows(Numbers.compare(node, statement.number())));
    }
    return awaits(node) ? Truth.PENDING : Truth.FALSE;
  }

  private Truth like(LikePattern pattern, @Nullable Node node) {
    if (node instanceof Node.StringNode(var text)) {
      boolean affordable = spend((text.length() + pattern.text().length()) >> 6);
      return Truth.of(affordable && pattern.matches(text));
    }
    return node != null && awaits(node) ? Truth.PENDING : Truth.FALSE;
  }

  private Truth every(List<Statement> statements, Node root) {
    int mark = mark();
    var truth = Truth.TRUE;
    for (int i = 0; i < statements.size() && truth != Truth.FALSE; i++) {
      truth = both(truth, evaluate(statements.get(i), root));
    }
    return decided(truth, mark);
  }

  private Truth some(List<Statement> statements, Node root) {
    int mark = mark();
    // Of nothing, true: that is how the specification has it.
    var truth = Truth.of(statements.isEmpty());
    for (int i = 0; i < statements.size() && truth != Truth.TRUE; i++) {
      truth = either(truth, evaluate(statements.get(i), root));
    }
    return decided(truth, mark);
  }

  private Truth quantified(@Nullable Node node, Statement statement, boolean all) {
    if (node == null) {
      return Truth.FALSE;
    }
    if (awaits(node)) {
      return Truth.PENDING;
    }
    var items = items(node);
    if (items == null) {
      return Truth.FALSE;
    }
    int mark = mark();
    var truth = Truth.of(all || items.isEmpty());
    var end = Truth.of(!all);
    for (int i = 0; i < items.size() && truth != end && !spent(); i++) {
      var one = evaluate(statement, items.get(i));
      truth = all ? both(truth, one) : either(truth, one);
    }
    return decided(truth, mark);
  }

  /// What `all` and `any` go through; null if that is nothing to go through.
  static @Nullable List<Node> items(Node node) {
    return switch (node) {
      case Node.ListNode(var items) -> items;
      case MapNode map -> map.values();
      default -> null;
    };
  }

  private static Truth both(Truth left, Truth right) {
    return left == Truth.FALSE || right == Truth.TRUE ? left : right;
  }

  private static Truth either(Truth left, Truth right) {
    return left == Truth.TRUE || right == Truth.FALSE ? left : right;
  }

  /// Whether `node`, of the arguments, is `value`, of the policy: in depth, numbers by value.
  private Truth same(Node node, Node value) {
    if (!spend(1)) {
      return Truth.FALSE;
    }
    return switch (node) {
      case Node.IntNode _, Node.FloatNode _, Node.BigIntNode _ ->
          Truth.of(Numbers.isNumber(value) && Numbers.compare(node, value) == 0);
      case Node.ListNode(var items) ->
          value instanceof Node.ListNode(var wanted) && items.size() == wanted.size()
              ? same(items, wanted)
              : Truth.FALSE;
      case MapNode map -> {
        if (awaits(map)) {
          yield Truth.PENDING;
        }
        yield value instanceof MapNode wanted && map.keys().equals(wanted.keys())
            ? same(map.values(), wanted.values())
            : Truth.FALSE;
      }
      case Node.NullNode _, Node.BoolNode _, Node.StringNode _, Node.BytesNode _, Node.LinkNode _ ->
          Truth.of(node.equals(value));
    };
  }

  private Truth same(List<Node> nodes, List<Node> values) {
    var truth = Truth.TRUE;
    for (int i = 0; i < nodes.size() && truth != Truth.FALSE; i++) {
      truth = both(truth, same(nodes.get(i), values.get(i)));
    }
    return truth;
  }

  /// Whether `node` is a promise; then its task is noted.
  private boolean awaits(Node node) {
    var promise = promises == null ? Optional.<Promise>empty() : Promise.of(node, promises);
    if (promise.isPresent()) {
      awaited = awaited == null ? new ArrayList<>() : awaited;
      awaited.add(promise.get().task());
    }
    return promise.isPresent();
  }

  private int mark() {
    return awaited == null ? 0 : awaited.size();
  }

  /// `truth`, which does not depend on what was noted since `mark` unless it is pending.
  private Truth decided(Truth truth, int mark) {
    if (truth != Truth.PENDING && awaited != null) {
      awaited.subList(mark, awaited.size()).clear();
    }
    return truth;
  }
}
