package io.ipvm.wasm.component;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Puts functions of the host in the place of those a program imports.
final class HostImports {
  private HostImports() {}

  /// Import `name`, with the host's functions where only their types were known. The caller has
  /// checked that there is nothing [#missing].
  static Item hosted(String name, Item item, HostFunctions host) {
    return switch (item) {
      case Item.Func(var type, _) -> hosted("", name, type, host);
      case Item.Instance(var exports) -> {
        var hosted = new LinkedHashMap<>(exports);
        hosted.replaceAll((inner, given) ->
            given instanceof Item.Func(var type, _) ? hosted(name, inner, type, host) : given);
        yield new Item.Instance(hosted);
      }
      default -> item;
    };
  }

  private static Item.Func hosted(String from, String name, FuncType type, HostFunctions host) {
    return host.find(from, name, type)
        .map(function -> new Item.Func(type, (args, _) -> function.call(args.values())))
        .orElseGet(() -> new Item.Func(type, Callee.DECLARED));
  }

  /// The first import that is more than a type and that `host` does not offer.
  static Optional<String> missing(Map<String, Item> imports, HostFunctions host) {
    for (var entry : imports.entrySet()) {
      var missing =
          switch (entry.getValue()) {
            case Item.Type _ -> Optional.<String>empty();
            case Item.Func(var type, _) -> missing("", entry.getKey(), type, host);
            case Item.Instance(var exports) -> missing(entry.getKey(), exports, host);
            default -> Optional.of("`" + entry.getKey() + "`");
          };
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missing(
      String from, Map<String, Item> exports, HostFunctions host) {
    for (var entry : exports.entrySet()) {
      var missing =
          switch (entry.getValue()) {
            case Item.Type _ -> Optional.<String>empty();
            case Item.Func(var type, _) -> missing(from, entry.getKey(), type, host);
            default -> Optional.of("`" + entry.getKey() + "` of `" + from + "`");
          };
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  static Optional<String> missing(String from, String name, FuncType type, HostFunctions host) {
    return host.find(from, name, type).isPresent()
        ? Optional.empty()
        : Optional.of("`" + name + "`" + (from.isEmpty() ? "" : " of `" + from + "`"));
  }
}
