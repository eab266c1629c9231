package io.ipvm.workflow;

import io.ipvm.workflow.Draft.DraftTask;
import io.ipvm.workflow.Draft.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Who awaits whom, by label: finds names that do not exist and circles, and an order.
///
/// What [TopologicalOrder] leaves out contains a circle: walking from any such task to one it
/// awaits must come back to a task already seen. That circle is reported and taken out, and the
/// rest is tried again, so that independent circles are all reported, as many as a report holds
/// (each costs a pass over all tasks). No recursion: a chain may be as long as a document.
final class AwaitGraph {
  private final List<DraftTask> tasks;

  /// For every task the tasks it awaits, by position in the document; each once.
  private final List<List<Integer>> awaited = new ArrayList<>();

  private AwaitGraph(List<DraftTask> tasks) {
    this.tasks = tasks;
  }

  /// Positions of the tasks in an order in which each follows what it awaits; empty or partial if
  /// that is impossible, for which `problems` then has the reasons.
  static List<Integer> order(List<DraftTask> tasks, Problems problems) {
    var graph = new AwaitGraph(tasks);
    graph.resolveLabels(problems);
    return graph.order(problems);
  }

  private void resolveLabels(Problems problems) {
    var byLabel = new TreeMap<String, Integer>();
    for (int i = 0; i < tasks.size(); i++) {
      byLabel.putIfAbsent(tasks.get(i).label(), i);
    }
    for (var task : tasks) {
      var positions = new LinkedHashSet<Integer>();
      for (var reference : task.references()) {
        var position = byLabel.get(reference.label());
        if (position == null) {
          unknownLabel(reference, byLabel.navigableKeySet(), problems);
        } else {
          positions.add(position);
        }
      }
      awaited.add(List.copyOf(positions));
    }
  }

  /// Reports a promise of a task that does not exist.
  static void unknownLabel(Reference reference, SortedSet<String> labels, Problems problems) {
    problems.error(
        reference.at(),
        "no task is called `" + reference.label() + "`",
        () ->
            Nearest.to(reference.label(), labels)
                .map(name -> "did you mean `" + name + "`?")
                .orElse("the tasks are the keys below `tasks`"));
  }

  private List<Integer> order(Problems problems) {
    var removed = new boolean[tasks.size()];
    for (int circles = 0; ; circles++) {
      var order = TopologicalOrder.of(awaited, i -> removed[i]);
      var placed = new boolean[tasks.size()];
      order.forEach(i -> placed[i] = true);
      IntPredicate stuck = i -> !placed[i] && !removed[i];
      var first = IntStream.range(0, tasks.size()).filter(stuck).findFirst();
      if (first.isEmpty() || circles == Problems.MAX) {
        return order;
      }
      var circle = circle(first.getAsInt(), stuck);
      report(circle, problems);
      circle.forEach(i -> removed[i] = true);
    }
  }

  /// Every stuck task awaits a stuck task, so the walk goes on until it meets itself.
  private List<Integer> circle(int start, IntPredicate stuck) {
    var seenAt = new int[tasks.size()];
    Arrays.fill(seenAt, -1);
    var walk = new ArrayList<Integer>();
    int here = start;
    while (seenAt[here] < 0) {
      seenAt[here] = walk.size();
      walk.add(here);
      here =
          awaited.get(here).stream()
              .filter(i -> stuck.test(i))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("a stuck task awaits no stuck task"));
    }
    return walk.subList(seenAt[here], walk.size());
  }

  /// Told from the circle's first task in the document on.
  private void report(List<Integer> circle, Problems problems) {
    int start = circle.indexOf(circle.stream().min(Integer::compare).orElseThrow());
    var names = new ArrayList<String>();
    for (int i = 0; i <= circle.size(); i++) {
      names.add("`" + tasks.get(circle.get((start + i) % circle.size())).label() + "`");
    }
    var first = tasks.get(circle.get(start));
    var next = tasks.get(circle.get((start + 1) % circle.size())).label();
    var at =
        first.references().stream()
            .filter(reference -> reference.label().equals(next))
            .map(Reference::at)
            .findFirst()
            .orElse(first.at());
    problems.error(
        at,
        names.size() == 2
            ? "task " + names.getFirst() + " awaits itself"
            : "tasks await each other in a circle: " + String.join(" awaits ", names),
        "remove one of these promises");
  }
}
