package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.wasm.core.CodeCache;
import io.ipvm.wasm.core.CoreRuntime;
import io.ipvm.wasm.core.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// A component: [ComponentReader] reads it into definitions, [Linker] checks them and puts
/// instances together, [Plan] says how values cross.
///
/// Functions it exports directly and those of interfaces it exports can be called. It may import
/// types, and functions that the host has.
public final class Component implements Program {
  private final List<Definition> definitions;
  private final CoreModules modules;
  private final Plans plans = new Plans();
  private final List<ExportedFunction> functions;
  private final Map<String, Item> imports;

  private Component(List<Definition> definitions, CoreModules modules) {
    this.definitions = List.copyOf(definitions);
    this.modules = modules;
    var world = Linker.checking(modules, plans).instantiateRoot(definitions);
    this.functions = functions(world.exports());
    this.imports = world.imports();
  }

  /// Whether `bytes` begin as a component does.
  public static boolean isComponent(Bytes bytes) {
    int size = ComponentReader.PREAMBLE.size();
    return bytes.size() >= size && bytes.slice(0, size).equals(ComponentReader.PREAMBLE);
  }

  /// Reads and checks a component.
  ///
  /// @param caches where compiled code of its core modules is kept, by their number
  /// @throws io.ipvm.ipld.MalformedException if it is none, or uses what is not supported
  public static Component read(Bytes bytes, CoreRuntime runtime, IntFunction<CodeCache> caches) {
    var definitions = ComponentReader.read(bytes);
    var modules = new CoreModules(runtime, caches);
    modules.readAll(definitions);
    return new Component(definitions, modules);
  }

  @Override
  public String kind() {
    return "component";
  }

  @Override
  public List<ExportedFunction> functions() {
    return functions;
  }

  @Override
  public Optional<String> missing(HostFunctions host) {
    return HostImports.missing(imports, host);
  }

  @Override
  public void prepare() {
    modules.prepareAll();
  }

  @Override
  public Running instantiate(MemoryBudget memory, HostFunctions host) {
    var exports =
        Linker.running(modules, plans, memory, host).instantiateRoot(definitions).exports();
    return (function, args) -> find(exports, function).callee().call(new Value.Fields(args), null);
  }

  private static Item.Func find(Map<String, Item> exports, ExportedFunction function) {
    var from = exports;
    if (function.interfaceName().isPresent()
        && exports.get(function.interfaceName().get()) instanceof Item.Instance(var inside)) {
      from = inside;
    }
    var item = from.get(function.name());
    if (item instanceof Item.Func found) {
      return found;
    }
    throw new IpvmException(ErrorCode.BUG, "no function " + function.qualifiedName());
  }

  static List<ExportedFunction> functions(Map<String, Item> exports) {
    var functions = new ArrayList<ExportedFunction>();
    exports.forEach((name, item) -> {
      if (item instanceof Item.Func(var type, _)) {
        functions.add(new ExportedFunction(Optional.empty(), name, type));
      } else if (item instanceof Item.Instance(var inner)) {
        inner.forEach((innerName, innerItem) -> {
          if (innerItem instanceof Item.Func(var type, _)) {
            functions.add(new ExportedFunction(Optional.of(name), innerName, type));
          }
        });
      }
    });
    return List.copyOf(functions);
  }
}
