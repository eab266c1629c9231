package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.workflow.WorkflowGraph.Vertex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Draws a graph in characters, from the top down, in layers: a task stands below all it awaits.
///
/// The steps are those of Sugiyama. A task's layer is the length of the longest way to it. A result
/// that is awaited further down runs through the layers between as a lane, one per task however
/// many await it. Within a layer, places are ordered by the average position of what stands above
/// them, then set from left to right, each as near to below its parents as its left neighbour
/// allows.
///
/// Between two layers lies a channel. Every place that does not lead straight down has a row of it
/// to itself: a line from its own column to the columns of those that await it. Two lines may meet
/// in a column only if they end in the same task; where a place stands above the column of somebody
/// else's task, its row therefore has to be the higher one. If these demands contradict each other,
/// the lower layer moves a column to the right until they do not.
///
/// A line that passes under another shows as a gap in it, so that `┼` is always a junction.
final class GraphDrawing {
  private static final int GAP = 3;
  private static final int MOST_SHIFTS = 8;

  /// More are not drawn: nobody could read it.
  static final int MOST_TASKS = 200;

  private static final int UP = 1;
  private static final int DOWN = 2;
  private static final int LEFT = 4;
  private static final int RIGHT = 8;

  /// By the sum of directions.
  private static final String UNICODE = " ╵╷│╴┘┐┤╶└┌├─┴┬┼";

  private static final String ASCII = " |||-+++-+++-+++";

  private final String strokes;
  private final List<List<Place>> layers = new ArrayList<>();

  private GraphDrawing(WorkflowGraph graph, boolean ascii) {
    this.strokes = ascii ? ASCII : UNICODE;
    arrange(graph);
  }

  /// Empty if the drawing would be wider than `width` columns, or has too many tasks.
  static Optional<List<String>> of(WorkflowGraph graph, int width, boolean ascii) {
    if (graph.tasks().size() > MOST_TASKS) {
      return Optional.empty();
    }
    var lines = new GraphDrawing(graph, ascii).lines();
    return lines.stream().allMatch(line -> line.codePointCount(0, line.length()) <= width)
        ? Optional.of(lines)
        : Optional.empty();
  }

  private void arrange(WorkflowGraph graph) {
    var depths = depths(graph);
    Map<String, Place> places = new LinkedHashMap<>();
    for (var task : graph.tasks()) {
      int depth = requireNonNull(depths.get(task.label()));
      var place = new Place(Printable.of(task.label()));
      places.put(task.label(), place);
      layer(depth).add(place);
      for (var awaited : task.awaits()) {
        var source = requireNonNull(places.get(awaited));
        above(source, requireNonNull(depths.get(awaited)), depth).children.add(place);
      }
    }
    for (int i = 1; i < layers.size(); i++) {
      order(layers.get(i - 1), layers.get(i));
      place(layers.get(i - 1), layers.get(i));
    }
    if (layers.size() == 1) {
      place(List.of(), layers.getFirst());
    }
  }

  private static Map<String, Integer> depths(WorkflowGraph graph) {
    var depths = new HashMap<String, Integer>();
    for (Vertex task : graph.tasks()) {
      int depth = 0;
      for (var awaited : task.awaits()) {
        depth = Math.max(depth, requireNonNull(depths.get(awaited)) + 1);
      }
      depths.put(task.label(), depth);
    }
    return depths;
  }

  /// The place of `source`, or of its lane, in the layer above `depth`.
  private Place above(Place source, int sourceDepth, int depth) {
    var here = source;
    for (int i = sourceDepth + 1; i < depth; i++) {
      if (here.lane == null) {
        here.lane = new Place("");
        here.children.add(here.lane);
        layer(i).add(here.lane);
      }
      here = here.lane;
    }
    return here;
  }

  private List<Place> layer(int depth) {
    while (layers.size() <= depth) {
      layers.add(new ArrayList<>());
    }
    return layers.get(depth);
  }

  private static void order(List<Place> upper, List<Place> lower) {
    if (upper.stream().allMatch(place -> place.column < 0)) {
      place(List.of(), upper);
    }
    Map<Place, Double> wishes = new HashMap<>();
    for (var place : lower) {
      wishes.put(
          place,
          upper.stream()
              .filter(parent -> parent.children.contains(place))
              .mapToInt(parent -> parent.column)
              .average()
              .orElse(0));
    }
    lower.sort(Comparator.comparing(wishes::get));
    lower.forEach(place -> place.wish = (int) Math.round(requireNonNull(wishes.get(place))));
  }

  private static void place(List<Place> upper, List<Place> lower) {
    int left = 0;
    for (var place : lower) {
      int half = place.width() / 2;
      place.column = Math.max(left, place.wish - half) + half;
      left = place.column - half + place.width() + GAP;
    }
    for (int i = 0; i < MOST_SHIFTS && rows(upper).size() < turning(upper).size(); i++) {
      lower.forEach(place -> place.column++);
    }
  }

  /// The places that do not lead straight down.
  private static List<Place> turning(List<Place> upper) {
    return upper.stream()
        .filter(place ->
            !place.children.isEmpty()
                && !(place.children.size() == 1
                    && place.children.iterator().next().column == place.column))
        .toList();
  }

  /// The turning places from the highest row to the lowest; fewer if there is no such order.
  private static List<Place> rows(List<Place> upper) {
    var turning = turning(upper);
    List<List<Integer>> higher = new ArrayList<>();
    for (var place : turning) {
      var before = new ArrayList<Integer>();
      for (int i = 0; i < turning.size(); i++) {
        var other = turning.get(i);
        if (other != place && place.landsBelow(other)) {
          before.add(i);
        }
      }
      higher.add(before);
    }
    return TopologicalOrder.of(higher).stream().map(turning::get).toList();
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    for (int i = 0; i < layers.size(); i++) {
      lines.add(labels(layers.get(i)));
      if (i + 1 < layers.size()) {
        channel(layers.get(i), lines);
      }
    }
    return lines;
  }

  private String labels(List<Place> layer) {
    var line = new StringBuilder();
    for (var place : layer) {
      int start = place.column - place.width() / 2;
      line.append(" ".repeat(Math.max(0, start - line.codePointCount(0, line.length()))));
      line.append(place.label.isEmpty() ? stroke(UP | DOWN) : place.label);
    }
    return line.toString();
  }

  private void channel(List<Place> upper, List<String> lines) {
    var rows = new ArrayList<>(rows(upper));
    // Where demands contradict each other to the end, the drawing is worse, but complete.
    turning(upper).stream().filter(place -> !rows.contains(place)).forEach(rows::add);
    Set<Integer> running = new HashSet<>();
    upper.stream().filter(place -> !place.children.isEmpty()).forEach(p -> running.add(p.column));
    lines.add(row(running, Optional.empty()));
    for (var place : rows) {
      lines.add(row(running, Optional.of(place)));
      if (place.children.stream().noneMatch(child -> child.column == place.column)) {
        running.remove(place.column);
      }
      place.children.forEach(child -> running.add(child.column));
    }
    if (!rows.isEmpty()) {
      lines.add(row(running, Optional.empty()));
    }
  }

  /// @param running the columns in which a line comes from above
  /// @param turning whose line runs along this row
  private String row(Set<Integer> running, Optional<Place> turning) {
    int end = running.stream().mapToInt(i -> i).max().orElse(0);
    int from = turning.map(Place::from).orElse(Integer.MAX_VALUE);
    int to = turning.map(Place::to).orElse(-1);
    var line = new StringBuilder();
    for (int column = 0; column <= Math.max(end, to); column++) {
      int strokesHere = running.contains(column) ? UP | DOWN : 0;
      if (column >= from && column <= to) {
        strokesHere = crossing(turning.orElseThrow(), column, running.contains(column));
      }
      line.append(stroke(strokesHere));
    }
    return line.toString();
  }

  private static int crossing(Place place, int column, boolean comesFromAbove) {
    boolean starts = column == place.column;
    boolean lands = place.children.stream().anyMatch(child -> child.column == column);
    if (!starts && !lands) {
      return comesFromAbove ? UP | DOWN : LEFT | RIGHT;
    }
    return (column > place.from() ? LEFT : 0)
        | (column < place.to() ? RIGHT : 0)
        | (comesFromAbove ? UP : 0)
        | (lands ? DOWN : 0);
  }

  private char stroke(int directions) {
    return strokes.charAt(directions);
  }

  /// A task, or the lane of one, in a layer. Mutable while the drawing is being laid out.
  private static final class Place {
    final String label;
    final Set<Place> children = new LinkedHashSet<>();
    @Nullable Place lane;
    int wish;

    /// Where its line starts and ends; -1 before it is known.
    int column = -1;

    Place(String label) {
      this.label = label;
    }

    int width() {
      return Math.max(1, label.codePointCount(0, label.length()));
    }

    int from() {
      return children.stream().mapToInt(child -> child.column).reduce(column, Math::min);
    }

    int to() {
      return children.stream().mapToInt(child -> child.column).reduce(column, Math::max);
    }

    /// Whether a line of this place ends in the column in which `other` starts, in another task.
    boolean landsBelow(Place other) {
      return children.stream()
          .anyMatch(child -> child.column == other.column && !other.children.contains(child));
    }
  }
}
