package io.ipvm.wasm.component;

import io.ipvm.wasm.core.CoreItem;
import io.ipvm.wasm.core.CoreModule;
import io.ipvm.wasm.core.CoreType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an index of a component can stand for.
sealed interface Item {
  record Func(FuncType type, Callee callee) implements Item {}

  /// In the order of declaration.
  record Instance(Map<String, Item> exports) implements Item {
    public Instance {
      exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
    }
  }

  /// A component and the scope its outer aliases look into.
  record Component(List<Definition> definitions, Scope outer) implements Item {}

  /// A component of which only the type is known.
  record DeclaredComponent(TypeSyntax.Interface type, Scope outer) implements Item {}

  record Module(CoreModule module) implements Item {}

  /// A core module of which only the type is known.
  record DeclaredModule(ModuleType type) implements Item {}

  record CoreInstance(Map<String, CoreItem> exports) implements Item {}

  record Core(CoreItem item) implements Item {}

  /// Types; their parts are resolved.
  sealed interface Type extends Item {}

  /// A value type. `weight` counts its parts as often as they are written out, `depth` their
  /// nesting: both are bounded, so that whoever walks a type ends.
  record Val(ValType type, int weight, int depth) implements Type {}

  record FuncOf(FuncType type) implements Type {}

  record Resource(ResourceType type) implements Type {}

  /// A component or instance type and the scope its outer aliases look into.
  record InterfaceOf(TypeSyntax.Interface type, Scope outer) implements Type {}

  record CoreFuncOf(CoreType.Function type) implements Type {}

  record ModuleOf(ModuleType type) implements Type {}

  /// The type of a core module.
  record ModuleType(List<CoreModule.Import> imports, List<CoreModule.Export> exports) {}
}
