package io.ipvm.workflow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a value of a text document stands, and where the values inside it do.
///
/// @param fields of a map
/// @param items of a list
record Marks(Position at, Map<String, Field> fields, List<Marks> items) {
  /// For documents that have no lines, and for what stands in none.
  static final Marks NONE = Marks.of(Position.NONE);

  static Marks of(Position at) {
    return new Marks(at, Map.of(), List.of());
  }

  /// The same value, used at another place.
  Marks movedTo(Position place) {
    return new Marks(place, fields, items);
  }

  /// Of the value at `path`, or of the innermost value around it that is known.
  Position valueAt(DocumentPath path) {
    var here = this;
    for (var step : path.steps()) {
      var next = here.follow(step);
      if (next.isEmpty()) {
        break;
      }
      here = next.get();
    }
    return here.at;
  }

  /// Of the key that `path` ends with, or as [#valueAt] if it ends otherwise.
  Position keyAt(DocumentPath path) {
    var steps = path.steps();
    if (steps.isEmpty() || !(steps.getLast() instanceof DocumentPath.Step.Key(var name))) {
      return valueAt(path);
    }
    var here = this;
    for (var step : steps.subList(0, steps.size() - 1)) {
      var next = here.follow(step);
      if (next.isEmpty()) {
        return here.at;
      }
      here = next.get();
    }
    var field = here.fields.get(name);
    return field == null ? here.at : field.key();
  }

  /// `keys` of the map at `path` as the document has them; as they come where that is not known.
  List<String> inDocumentOrder(DocumentPath path, List<String> keys) {
    var ordered = new ArrayList<>(keys);
    ordered.sort(Comparator.comparing(key -> keyAt(path.key(key)), Position.ORDER));
    return ordered;
  }

  private Optional<Marks> follow(DocumentPath.Step step) {
    return switch (step) {
      case DocumentPath.Step.Key(var name) ->
          Optional.ofNullable(fields.get(name)).map(Field::value);
      case DocumentPath.Step.Index(var number) ->
          number < items.size() ? Optional.of(items.get(number)) : Optional.empty();
    };
  }

  /// An entry of a map.
  record Field(Position key, Marks value) {}

  /// A place in a text, counted from 1 in lines and characters (code points).
  record Position(int line, int column) {
    static final Position NONE = new Position(0, 0);
    static final Comparator<Position> ORDER =
        Comparator.comparingInt(Position::line).thenComparingInt(Position::column);
  }
}
