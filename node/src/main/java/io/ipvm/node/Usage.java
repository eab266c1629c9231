package io.ipvm.node;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What a delegate, and everybody to whom it delegated on, used of this node on one day (UTC).
public record Usage(Did who, LocalDate on, Day day) {
  /// Counters of one day.
  ///
  /// @param invocations that were carried out
  /// @param refused invocations that were not
  /// @param tasks that were asked for
  /// @param replayed of them, answered by earlier results
  /// @param gas granted to them, as far as it was not given back
  /// @param millis they took, all together
  public record Day(
      long invocations, long refused, long tasks, long replayed, long gas, long millis) {
    static final Day NOTHING = new Day(0, 0, 0, 0, 0, 0);

    private static final int COUNTERS = 6;

    Day plus(Day other) {
      return new Day(
          invocations + other.invocations,
          refused + other.refused,
          tasks + other.tasks,
          replayed + other.replayed,
          Math.max(0, gas + other.gas),
          millis + other.millis);
    }

    Bytes encode() {
      return DagCbor.encode(
          Node.list(
              Node.of(invocations),
              Node.of(refused),
              Node.of(tasks),
              Node.of(replayed),
              Node.of(gas),
              Node.of(millis)));
    }

    static Day decode(Bytes bytes) {
      var at = numbers(bytes, COUNTERS);
      return new Day(at.get(0), at.get(1), at.get(2), at.get(3), at.get(4), at.get(5));
    }
  }

  /// Reads a list of that many integers.
  static List<Long> numbers(Bytes bytes, int size) {
    var numbers = new ArrayList<Long>();
    if (DagCbor.decode(bytes) instanceof Node.ListNode(var items)) {
      for (var item : items) {
        if (item instanceof Node.IntNode(var value)) {
          numbers.add(value);
        }
      }
    }
    if (numbers.size() != size) {
      throw new MalformedException("a counter has " + numbers.size() + " numbers, not " + size);
    }
    return numbers;
  }
}
