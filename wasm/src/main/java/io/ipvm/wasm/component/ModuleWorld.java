package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.component.Definition.Encoding;
import io.ipvm.wasm.component.Matcher.World;
import io.ipvm.wasm.component.Value.Fields;
import io.ipvm.wasm.core.CodeCache;
import io.ipvm.wasm.core.CoreFunction;
import io.ipvm.wasm.core.CoreItem;
import io.ipvm.wasm.core.CoreMemory;
import io.ipvm.wasm.core.CoreModule;
import io.ipvm.wasm.core.CoreRuntime;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.MemoryBudget;
import io.ipvm.wasm.core.TrapException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A core module that carries its world in custom sections `component-type:*`, as binding
/// generators leave it before the module is wrapped as a component; this class stands for the
/// wrapping.
///
/// Each section holds a component that exports the world as a component type. A function `f` of the
/// world is the core export `f`, one of interface `i` is `i#f`; `cabi_post_` in front of the name
/// is its post-return, `cabi_realloc` allocates, `memory` is the memory, strings are UTF-8, and
/// `_initialize` is called first (the naming that `wit-component` calls legacy). What the world
/// imports from interface `i` are core imports of module `i`.
public final class ModuleWorld implements Program {
  private static final String SECTION = "component-type";
  private static final String ROOT = "$root";
  private static final String DROP = "[resource-drop]";
  private static final String POST_RETURN = "cabi_post_";
  private static final List<String> REALLOCS = List.of("cabi_realloc", "canonical_abi_realloc");

  private final CoreModule module;
  private final Plans plans = new Plans();
  private final Map<String, Item> imports;
  private final List<ExportedFunction> functions;

  private ModuleWorld(
      CoreModule module, Map<String, Item> imports, List<ExportedFunction> functions) {
    this.module = module;
    this.imports = imports;
    this.functions = functions;
  }

  /// Reads and checks a core module.
  ///
  /// @throws MalformedException if it is none, or does not say which functions it has
  public static ModuleWorld read(Bytes bytes, CoreRuntime runtime, CodeCache cache) {
    var module = runtime.read(bytes, cache);
    var imports = new LinkedHashMap<String, Item>();
    var exports = new LinkedHashMap<String, Item>();
    for (var section : module.customSections()) {
      if (section.name().startsWith(SECTION)) {
        addWorlds(section.content(), runtime, imports, exports);
      }
    }
    var functions = Component.functions(exports);
    if (functions.isEmpty()) {
      throw new MalformedException(
          "a core module without a component-type section that exports functions:"
              + " nobody knows its types; build a component, or keep that section");
    }
    var world = new ModuleWorld(module, imports, functions);
    functions.forEach(world::check);
    return world;
  }

  private static void addWorlds(
      Bytes section, CoreRuntime runtime, Map<String, Item> imports, Map<String, Item> exports) {
    var definitions = ComponentReader.read(section);
    var linker = Linker.checking(new CoreModules(runtime, _ -> CodeCache.NONE), new Plans());
    for (var item : linker.instantiateRoot(definitions).exports().values()) {
      if (item instanceof Item.InterfaceOf packageType) {
        for (var declared : linker.world(packageType).exports().values()) {
          if (declared instanceof Item.DeclaredComponent(var type, var outer)) {
            World world = linker.world(new Item.InterfaceOf(type, outer));
            imports.putAll(world.imports());
            exports.putAll(world.exports());
          }
        }
      }
    }
  }

  @Override
  public String kind() {
    return "core module";
  }

  @Override
  public List<ExportedFunction> functions() {
    return functions;
  }

  @Override
  public Optional<String> missing(HostFunctions host) {
    return module.imports().stream()
        .filter(wanted -> imported(wanted, host).isEmpty())
        .findFirst()
        .map(wanted -> "`" + wanted.name() + "` of `" + wanted.module() + "`");
  }

  @Override
  public void prepare() {
    module.prepare();
  }

  /// Checks that the module has what the world promises.
  private void check(ExportedFunction function) {
    var types =
        module.exports().stream()
            .collect(Collectors.toMap(CoreModule.Export::name, CoreModule.Export::type));
    var plan = plans.of(function.type());
    var name = function.qualifiedName();
    require(types, name, plan.lifted());
    if (types.containsKey(POST_RETURN + name)) {
      require(types, POST_RETURN + name, plan.postReturn());
    }
  }

  private static void require(Map<String, CoreType> types, String name, CoreType.Function wanted) {
    var type = types.get(name);
    if (!wanted.equals(type)) {
      throw new MalformedException(
          "core module: export `" + name + "` has to be " + wanted + " but is " + type);
    }
  }

  @Override
  public Running instantiate(MemoryBudget memory, HostFunctions host) {
    var from = new HashMap<String, Map<String, CoreItem>>();
    var given = new ArrayList<Given>();
    for (var wanted : module.imports()) {
      var supplied = imported(wanted, host).orElseThrow();
      given.add(supplied);
      from.computeIfAbsent(wanted.module(), _ -> new HashMap<>()).put(wanted.name(), supplied);
    }
    var items = module.instantiate(from, memory);
    var abi =
        new Abi(
            Encoding.UTF8,
            items.get("memory") instanceof CoreMemory found ? found : null,
            realloc(items),
            new ComponentInstance(null));
    given.forEach(function -> function.abi = abi);
    if (items.get("_initialize") instanceof CoreFunction initialize) {
      initialize.call();
    }
    return (function, args) -> {
      var core = function(items, function.qualifiedName());
      if (core == null) {
        throw new IllegalStateException("no function " + function.qualifiedName());
      }
      var postReturn = function(items, POST_RETURN + function.qualifiedName());
      return new LiftedFunction(core, plans.of(function.type()), abi, postReturn)
          .call(new Fields(args), null);
    };
  }

  /// What stands for a core import: a function of the host, or the end of one of its resources.
  private Optional<Given> imported(CoreModule.Import wanted, HostFunctions host) {
    var item =
        wanted.module().equals(ROOT)
            ? imports.get(wanted.name())
            : imports.get(wanted.module()) instanceof Item.Instance(var exports)
                ? exports.get(wanted.name().replace(DROP, ""))
                : null;
    var from = wanted.module().equals(ROOT) ? "" : wanted.module();
    return switch (item) {
      case Item.Resource(var resource) when wanted.name().startsWith(DROP) ->
          Optional.of(
              new Given(
                  new CoreType.Function(List.of(CoreType.Value.I32), List.of()),
                  abi ->
                      new ResourceFunction(
                          ResourceFunction.BuiltIn.DROP, resource, abi.instance())));
      case Item.Func(var type, _) -> {
        var plan = plans.of(type);
        yield host.find(from, wanted.name(), type)
            .filter(_ -> plan.lowered().equals(wanted.type()))
            .map(function ->
                new Given(
                    plan.lowered(),
                    abi ->
                        new LoweredFunction(
                            plan.lowered(), (args, _) -> function.call(args.values()), plan, abi)));
      }
      case null, default -> Optional.empty();
    };
  }

  /// An import. It is given before the memory is there that its arguments lie in; a module that
  /// calls out while it is being instantiated breaks the canonical ABI.
  private static final class Given implements CoreFunction {
    private final CoreType.Function type;
    private final Function<Abi, CoreFunction> function;

    // Written once by the thread of the call, before the module runs.
    private @Nullable Abi abi;

    Given(CoreType.Function type, Function<Abi, CoreFunction> function) {
      this.type = type;
      this.function = function;
    }

    @Override
    public CoreType.Function type() {
      return type;
    }

    @Override
    public long[] call(long... args) {
      if (abi == null) {
        throw TrapException.abi("a function of the host was called by the start function");
      }
      return function.apply(abi).call(args);
    }
  }

  private static @Nullable CoreFunction realloc(Map<String, CoreItem> items) {
    for (var name : REALLOCS) {
      var found = function(items, name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable CoreFunction function(Map<String, CoreItem> items, String name) {
    return items.get(name) instanceof CoreFunction function ? function : null;
  }
}
