package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A place in the arguments of an invocation that the result of another task will fill.
///
/// It is written as a map with one key, `await/ok`, `await/error` or `await/*`, and the Task ID as
/// link; any other map, also one with a single key and a link, is data. Source: ucan-wg/promise
/// 1.0-rc.1; rules PRM-1 to PRM-5.
///
/// @param task the Task ID, which is over the arguments as written: promises in place (rule PRM-3)
public record Promise(Branch branch, Cid task) {
  private static final String OTHER_SPELLING = "ucan/";

  public Promise {
    requireNonNull(branch);
    requireNonNull(task);
  }

  /// The form that arguments carry.
  public MapNode toNode() {
    return MapNode.of(branch.key(), Node.of(task));
  }

  /// The promise that `node` is, if it is one.
  public static Optional<Promise> of(Node node, Options options) {
    if (!(node instanceof MapNode map)
        || map.size() != 1
        || !(map.values().getFirst() instanceof Node.LinkNode(var task))) {
      return Optional.empty();
    }
    return branch(map.keys().getFirst(), options).map(branch -> new Promise(branch, task));
  }

  private static Optional<Branch> branch(String key, Options options) {
    if (!options.accepts(Option.UCAN_AWAIT) || !key.startsWith(OTHER_SPELLING)) {
      return Branch.find(key);
    }
    return key.equals("ucan/await/err")
        ? Optional.of(Branch.ERROR)
        // There is no other spelling of await/error that anybody writes.
        : Branch.find(key.substring(OTHER_SPELLING.length())).filter(it -> it != Branch.ERROR);
  }

  /// The promises in `value`, at any depth, in order of appearance.
  public static Set<Promise> in(Node value, Options options) {
    var found = new LinkedHashSet<Promise>();
    collect(value, options, found);
    return found;
  }

  private static void collect(Node value, Options options, Set<Promise> found) {
    var promise = of(value, options);
    if (promise.isPresent()) {
      found.add(promise.get());
      return;
    }
    switch (value) {
      case Node.ListNode(var items) -> items.forEach(item -> collect(item, options, found));
      case MapNode map -> map.values().forEach(item -> collect(item, options, found));
      case Node.NullNode _,
          Node.BoolNode _,
          Node.IntNode _,
          Node.BigIntNode _,
          Node.FloatNode _,
          Node.StringNode _,
          Node.BytesNode _,
          Node.LinkNode _ -> {}
    }
  }

  /// Replaces the promises in `args` by what their tasks came to; what comes in is data, and no
  /// promise in it is looked for.
  ///
  /// @param receipts the receipt of a Task ID, if there is one
  public static Resolution resolve(
      MapNode args, Function<Cid, Optional<Receipt>> receipts, Options options) {
    var awaited = new LinkedHashSet<Cid>();
    for (var promise : in(args, options)) {
      var receipt = receipts.apply(promise.task);
      if (receipt.isEmpty()) {
        awaited.add(promise.task);
      } else if (!promise.branch.takes(receipt.get().out())) {
        return new Resolution.Mismatch(promise, receipt.get());
      }
    }
    if (!awaited.isEmpty()) {
      return new Resolution.Pending(awaited);
    }
    var resolved =
        Node.rewrite(
            args,
            node ->
                of(node, options)
                    .flatMap(promise -> receipts.apply(promise.task).map(it -> promise.value(it))));
    if (resolved instanceof MapNode map) {
      return new Resolution.Resolved(map);
    }
    // The arguments as a whole were a promise, and it came to something that is no arguments.
    return new Resolution.NoArguments(resolved);
  }

  private Node value(Receipt receipt) {
    return branch == Branch.ANY ? receipt.out().toNode() : receipt.out().value();
  }

  /// What came of replacing promises.
  public sealed interface Resolution {
    record Resolved(MapNode args) implements Resolution {
      public Resolved {
        requireNonNull(args);
      }
    }

    /// Some tasks have no receipt yet.
    record Pending(Set<Cid> awaited) implements Resolution {
      public Pending {
        awaited = Set.copyOf(awaited);
      }
    }

    /// A task took the branch that is not awaited: the task that awaits it fails with [#error].
    record Mismatch(Promise promise, Receipt receipt) implements Resolution {
      public Mismatch {
        requireNonNull(promise);
        requireNonNull(receipt);
      }

      /// The error of the awaiting task's own receipt (rule PRM-2).
      public MapNode error() {
        return MapNode.builder()
            .put("reason", "branch mismatch")
            .put("expected", promise.branch.title())
            .put("got", receipt.out().branch().title())
            .put("from", receipt.cid())
            .build();
      }
    }

    /// The arguments were one promise, which came to a value that is no map.
    record NoArguments(Node value) implements Resolution {
      public NoArguments {
        requireNonNull(value);
      }
    }
  }
}
