package io.ipvm.wasm.component;

import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.component.Definition.Sort;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The index spaces of one component or type while it is being put together.
final class Scope {
  private final @Nullable Scope outer;
  private final @Nullable ComponentInstance instance;
  private final Map<Sort, List<Item>> spaces = new EnumMap<>(Sort.class);

  /// The scope of a component where `instance` is given, of a type where it is not.
  Scope(@Nullable Scope outer, @Nullable ComponentInstance instance) {
    this.outer = outer;
    this.instance = instance;
  }

  ComponentInstance instance() {
    if (instance == null) {
      throw new IllegalStateException("a type has no instance");
    }
    return instance;
  }

  @Nullable Scope outer() {
    return outer;
  }

  boolean isComponent() {
    return instance != null;
  }

  void add(Sort sort, Item item) {
    spaces.computeIfAbsent(sort, _ -> new ArrayList<>()).add(item);
  }

  Item require(Sort sort, int index) {
    var space = spaces.getOrDefault(sort, List.of());
    if (index < 0 || index >= space.size()) {
      throw new MalformedException(
          "component: unknown " + sort + " " + index + ", there are " + space.size());
    }
    return space.get(index);
  }

  <T extends Item> T require(Sort sort, int index, Class<T> kind) {
    var item = require(sort, index);
    if (!kind.isInstance(item)) {
      throw new MalformedException(
          "component: " + sort + " " + index + " is not of the kind that is needed here");
    }
    return kind.cast(item);
  }
}
