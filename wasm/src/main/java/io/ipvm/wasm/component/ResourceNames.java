package io.ipvm.wasm.component;

import static io.ipvm.wasm.component.Linker.invalid;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The resources one scope has imported, or exported, by name; and whether functions that claim to
/// belong to one do: `[constructor]r`, `[method]r.f`, `[static]r.f` (`Binary.md`, "Import and
/// Export Definitions").
final class ResourceNames {
  private final Map<String, ResourceType> resources = new HashMap<>();

  /// Takes note of a resource, or checks a function with a name like the above.
  void check(String name, Item item) {
    if (item instanceof Item.Resource(var type)) {
      resources.put(name, type);
    }
    if (!name.startsWith("[")) {
      return;
    }
    int end = name.indexOf(']');
    var annotation = name.substring(1, end);
    var label = name.substring(end + 1);
    if (!(item instanceof Item.Func(var type, _))) {
      throw invalid("`" + name + "` is not a func");
    }
    switch (annotation) {
      case "constructor" -> constructor(name, require(name, label), type);
      case "method" -> method(name, require(name, before(label)), type);
      default -> require(name, before(label));
    }
  }

  private static String before(String label) {
    return label.substring(0, label.indexOf('.'));
  }

  private ResourceType require(String name, String resource) {
    var type = resources.get(resource);
    if (type == null) {
      throw invalid("`" + name + "`: there is no resource `" + resource + "` in this context");
    }
    return type;
  }

  private static void constructor(String name, ResourceType resource, FuncType type) {
    var made =
        type.result()
            .flatMap(
                result -> result instanceof ValType.ResultOf(var ok, _) ? ok : Optional.of(result));
    if (!(made.isPresent() && made.get() instanceof ValType.Own(var own) && own == resource)) {
      throw invalid("`" + name + "` should return `(own $T)` or `(result (own $T))`");
    }
  }

  private static void method(String name, ResourceType resource, FuncType type) {
    boolean fits =
        !type.params().isEmpty()
            && type.params().getFirst().name().equals("self")
            && type.params().getFirst().type() instanceof ValType.Borrow(var borrowed)
            && borrowed == resource;
    if (!fits) {
      throw invalid("`" + name + "` should take `self`, a `(borrow $T)`, first");
    }
  }
}
