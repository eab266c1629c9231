package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.core.CodeCache;
import io.ipvm.wasm.core.CoreModule;
import io.ipvm.wasm.core.CoreRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// The core modules inside one component, each read once and numbered in the order of the binary.
final class CoreModules {
  private final CoreRuntime runtime;
  private final IntFunction<CodeCache> caches;
  private final Map<Bytes, CoreModule> modules = new HashMap<>();

  CoreModules(CoreRuntime runtime, IntFunction<CodeCache> caches) {
    this.runtime = runtime;
    this.caches = caches;
  }

  void readAll(List<Definition> definitions) {
    for (var definition : definitions) {
      if (definition instanceof Definition.CoreModule(var bytes) && !modules.containsKey(bytes)) {
        modules.put(bytes, runtime.read(bytes, caches.apply(modules.size())));
      } else if (definition instanceof Definition.Nested(var nested)) {
        readAll(nested);
      }
    }
  }

  void prepareAll() {
    modules.values().forEach(CoreModule::prepare);
  }

  CoreModule require(Bytes bytes) {
    var module = modules.get(bytes);
    if (module == null) {
      throw new MalformedException("a component-type section holds a core module");
    }
    return module;
  }
}
