package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// The limits one place of a document gives; what it leaves out comes from the next wider place.
///
/// @param time milliseconds
record LimitSettings(OptionalLong gas, OptionalLong memory, OptionalLong time) {
  static final LimitSettings NONE =
      new LimitSettings(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  static final List<String> KEYS = List.of("memory", "time", "gas", "fuel");
  private static final List<String> LATER = List.of("disk", "retry", "timeout");

  /// Reads the keys `fuel` (or `gas`), `memory` and `time` of `map`; others are the caller's.
  static LimitSettings read(MapNode map, DocumentPath path, Problems problems) {
    return new LimitSettings(
        map.find("gas").isPresent()
            ? number(map, "gas", Quantity.COUNT, path, problems)
            : number(map, "fuel", Quantity.COUNT, path, problems),
        number(map, "memory", Quantity.SIZE, path, problems),
        number(map, "time", Quantity.TIME, path, problems));
  }

  /// Reads a map that holds limits and nothing else.
  static LimitSettings readStrictly(Node node, DocumentPath path, Problems problems) {
    if (!(node instanceof MapNode map)) {
      problems.error(
          path, "limits are a map, not " + Kind.of(node), "write {memory: 256MiB, time: 30s}");
      return NONE;
    }
    for (var key : map.keys()) {
      if (LATER.contains(key)) {
        problems.comesLater(path, key);
      } else if (!KEYS.contains(key)) {
        problems.unknownKey(path, key, KEYS);
      }
    }
    if (map.has("gas") && map.has("fuel")) {
      problems.keyError(
          path.key("fuel"), "`gas` and `fuel` are the same limit", "keep one of them");
    }
    return read(map, path, problems);
  }

  Limits over(Limits wider) {
    return new Limits(
        gas.orElse(wider.gas()),
        memory.orElse(wider.memory()),
        time.isPresent() ? Duration.ofMillis(time.getAsLong()) : wider.time());
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  /// The canonical form: integers of Homestar's names.
  MapNode toNode() {
    var map = MapNode.builder();
    gas.ifPresent(value -> map.put("fuel", value));
    memory.ifPresent(value -> map.put("memory", value));
    time.ifPresent(value -> map.put("time", value));
    return map.build();
  }

  private static OptionalLong number(
      MapNode map, String key, Quantity quantity, DocumentPath path, Problems problems) {
    var value = map.find(key).filter(node -> !(node instanceof Node.NullNode));
    return value.isEmpty()
        ? OptionalLong.empty()
        : quantity.read(value.get(), path.key(key), problems);
  }
}
