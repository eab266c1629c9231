package io.ipvm.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/// Kahn's algorithm: puts things behind what they await. Of all that are ready it takes the first,
/// so that the order is the same everywhere.
final class TopologicalOrder {
  private TopologicalOrder() {}

  /// Numbers from 0 to the size of `awaited`, each after those its list names. What stands in a
  /// circle, or awaits something that does, is left out.
  static List<Integer> of(List<List<Integer>> awaited) {
    return of(awaited, _ -> false);
  }

  /// The same, as if what is `ignored` did not exist.
  static List<Integer> of(List<List<Integer>> awaited, IntPredicate ignored) {
    var waiting = new int[awaited.size()];
    List<List<Integer>> dependants = new ArrayList<>();
    awaited.forEach(_ -> dependants.add(new ArrayList<>()));
    var ready = new PriorityQueue<Integer>();
    for (int i = 0; i < awaited.size(); i++) {
      for (int before : awaited.get(i)) {
        if (!ignored.test(before)) {
          waiting[i]++;
          dependants.get(before).add(i);
        }
      }
      if (waiting[i] == 0 && !ignored.test(i)) {
        ready.add(i);
      }
    }
    var order = new ArrayList<Integer>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      order.add(next);
      for (int dependant : dependants.get(next)) {
        if (--waiting[dependant] == 0 && !ignored.test(dependant)) {
          ready.add(dependant);
        }
      }
    }
    return order;
  }
}
