package io.ipvm.wasm.component;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.component.Definition.Arg;
import io.ipvm.wasm.component.Definition.Sort;
import io.ipvm.wasm.component.Matcher.World;
import io.ipvm.wasm.component.ResourceFunction.BuiltIn;
import io.ipvm.wasm.core.CoreFunction;
import io.ipvm.wasm.core.CoreItem;
import io.ipvm.wasm.core.CoreMemory;
import io.ipvm.wasm.core.CoreModule;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.MemoryBudget;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts a component together, definition by definition.
///
/// One walk does two jobs. *Checking*: core modules are not instantiated, their exports are known
/// by type only, imports are made up from their types; whatever does not fit is refused, and the
/// exports that come out carry the types that people and arguments need. *Running*: the same walk
/// with core instances in a memory budget. Since every item carries its type, nothing has to be
/// substituted when a component is instantiated twice with different resources: each walk makes
/// resources of its own.
///
/// A small binary can ask for exponentially many instances; the number of steps is bounded.
///
/// Source: `Binary.md` and `Explainer.md`. Not checked: that exports use only resources that were
/// exported before, which matters to those who import this component, and nobody does.
final class Linker {
  /// Definitions and declarations evaluated for one component.
  static final int MAX_STEPS = 200_000;

  private static final CoreType.Function REALLOC =
      new CoreType.Function(
          List.of(CoreType.Value.I32, CoreType.Value.I32, CoreType.Value.I32, CoreType.Value.I32),
          List.of(CoreType.Value.I32));
  private static final CoreType.Function DESTRUCTOR =
      new CoreType.Function(List.of(CoreType.Value.I32), List.of());

  private final CoreModules modules;
  private final Plans plans;
  private final @Nullable MemoryBudget memory;
  private final @Nullable HostFunctions host;
  private final Matcher matcher = new Matcher(this);
  private int steps;

  private Linker(
      CoreModules modules,
      Plans plans,
      @Nullable MemoryBudget memory,
      @Nullable HostFunctions host) {
    this.modules = modules;
    this.plans = plans;
    this.memory = memory;
    this.host = host;
  }

  static Linker checking(CoreModules modules, Plans plans) {
    return new Linker(modules, plans, null, null);
  }

  static Linker running(CoreModules modules, Plans plans, MemoryBudget memory, HostFunctions host) {
    return new Linker(modules, plans, memory, host);
  }

  /// A linker that checks only, with the same count of steps from here on.
  Linker checking() {
    var checking = new Linker(modules, plans, null, null);
    checking.steps = steps;
    return checking;
  }

  void step() {
    if (++steps > MAX_STEPS) {
      throw new MalformedException("component: takes more than " + MAX_STEPS + " steps to link");
    }
  }

  static MalformedException invalid(String what) {
    return new MalformedException("component: " + what);
  }

  /// An instance of the component; imports are made up from their types, functions come from the
  /// host where there is one.
  World instantiateRoot(List<Definition> definitions) {
    var walk = new Walk(new Scope(null, new ComponentInstance(null)), null);
    walk.run(definitions);
    return new World(walk.imports, walk.exports);
  }

  /// The world a component type describes.
  World world(Item.InterfaceOf type) {
    return matcher.world(type.type(), type.outer());
  }

  /// An instance of a component inside a component.
  Item.Instance instantiate(Item component, Map<String, Item> args, ComponentInstance parent) {
    return switch (component) {
      case Item.Component(var definitions, var outer) ->
          new Walk(new Scope(outer, new ComponentInstance(parent)), args).run(definitions);
      case Item.DeclaredComponent(var type, var outer) -> matcher.declare(type, outer, args);
      default -> throw invalid("only components can be instantiated");
    };
  }

  /// The evaluation of one component's definitions in their order.
  private final class Walk {
    private final Scope scope;
    private final @Nullable Map<String, Item> args;
    private final Map<String, Item> imports = new LinkedHashMap<>();
    private final Map<String, Item> exports = new LinkedHashMap<>();
    private final Set<String> importNames = new HashSet<>();
    private final Set<String> exportNames = new HashSet<>();
    private final ResourceNames importedResources = new ResourceNames();
    private final ResourceNames exportedResources = new ResourceNames();

    Walk(Scope scope, @Nullable Map<String, Item> args) {
      this.scope = scope;
      this.args = args;
    }

    Item.Instance run(List<Definition> definitions) {
      for (var definition : definitions) {
        step();
        define(definition);
      }
      return new Item.Instance(exports);
    }

    private void define(Definition definition) {
      switch (definition) {
        case Definition.CoreModule(var bytes) ->
            scope.add(Sort.CORE_MODULE, module(modules.require(bytes)));
        case Definition.CoreInstantiate(var module, var given) ->
            scope.add(Sort.CORE_INSTANCE, coreInstance(module, given));
        case Definition.CoreBundle(var given) -> scope.add(Sort.CORE_INSTANCE, bundle(given));
        case Definition.CoreType(var type) ->
            scope.add(Sort.CORE_TYPE, matcher.coreType(type, scope));
        case Definition.Nested(var nested) -> nested(nested);
        case Definition.Instantiate(var component, var given) ->
            scope.add(
                Sort.INSTANCE,
                instantiate(
                    scope.require(Sort.COMPONENT, component), args(given), scope.instance()));
        case Definition.Bundle(var given) -> {
          var names = new HashSet<String>();
          given.forEach(arg -> ExternName.claim(arg.name(), names, "export"));
          scope.add(Sort.INSTANCE, new Item.Instance(args(given)));
        }
        case Definition.AliasExport(var sort, var instance, var name) ->
            scope.add(sort, alias(sort, instance, name));
        case Definition.AliasOuter(var sort, var count, var index) ->
            scope.add(sort, matcher.outer(scope, sort, count, index));
        case Definition.Type(var type) -> scope.add(Sort.TYPE, type(type));
        case Definition.Lift lift -> scope.add(Sort.FUNC, lift(lift));
        case Definition.Lower lower -> scope.add(Sort.CORE_FUNC, lower(lower));
        case Definition.ResourceNew(var resource) -> resourceFunction(BuiltIn.NEW, resource, true);
        case Definition.ResourceDrop(var resource) ->
            resourceFunction(BuiltIn.DROP, resource, false);
        case Definition.ResourceRep(var resource) -> resourceFunction(BuiltIn.REP, resource, true);
        case Definition.Import(var name, var type) -> {
          ExternName.claim(name, importNames, "import");
          var given = matcher.given(name, type, scope, args);
          var item = args == null && host != null ? HostImports.hosted(name, given, host) : given;
          scope.add(Matcher.sort(type), item);
          importedResources.check(name, item);
          imports.put(name, item);
        }
        case Definition.Export export -> export(export);
      }
    }

    /// Arguments are found by name, so every import needs one of its own.
    private Item module(CoreModule module) {
      var names = new HashSet<String>();
      for (var wanted : module.imports()) {
        if (!names.add(wanted.module() + "\0" + wanted.name())) {
          throw invalid("duplicate import name `" + wanted.module() + ":" + wanted.name() + "`");
        }
      }
      return new Item.Module(module);
    }

    private void nested(List<Definition> definitions) {
      var component = new Item.Component(definitions, scope);
      if (memory == null) {
        // Checked once as it stands, whether it is ever instantiated or not.
        new Walk(new Scope(scope, new ComponentInstance(scope.instance())), null).run(definitions);
      }
      scope.add(Sort.COMPONENT, component);
    }

    private Map<String, Item> args(List<Arg> given) {
      var items = new LinkedHashMap<String, Item>();
      for (var arg : given) {
        if (items.put(arg.name(), scope.require(arg.ref().sort(), arg.ref().index())) != null) {
          throw invalid("duplicate name `" + arg.name() + "`");
        }
      }
      return items;
    }

    private Item type(TypeSyntax type) {
      return switch (type) {
        case TypeSyntax.Interface declared -> {
          if (memory == null) {
            matcher.declare(declared, scope, null);
          }
          yield new Item.InterfaceOf(declared, scope);
        }
        case TypeSyntax.Resource(var destructor) ->
            new Item.Resource(
                new ResourceType(
                    scope.instance(),
                    destructor.map(index -> coreFunction(index, DESTRUCTOR)).orElse(null)));
        default -> TypeResolver.resolve(type, scope);
      };
    }

    private Item alias(Sort sort, int index, String name) {
      if (sort.isCore() && sort != Sort.CORE_MODULE) {
        var instance = scope.require(Sort.CORE_INSTANCE, index, Item.CoreInstance.class);
        var item = instance.exports().get(name);
        if (item == null || coreSort(item) != sort) {
          throw invalid("core instance " + index + " has no " + sort + " `" + name + "`");
        }
        return new Item.Core(item);
      }
      return Matcher.alias(scope, sort, index, name);
    }

    private static Sort coreSort(CoreItem item) {
      return switch (item.type()) {
        case CoreType.Function _ -> Sort.CORE_FUNC;
        case CoreType.Table _ -> Sort.CORE_TABLE;
        case CoreType.Memory _ -> Sort.CORE_MEMORY;
        case CoreType.Global _ -> Sort.CORE_GLOBAL;
        case CoreType.Tag _ -> Sort.CORE_TAG;
      };
    }

    private Item bundle(List<Arg> given) {
      var items = new LinkedHashMap<String, CoreItem>();
      for (var arg : given) {
        if (arg.ref().sort().compareTo(Sort.CORE_TAG) > 0) {
          throw invalid("a core instance cannot hold a " + arg.ref().sort());
        }
        if (items.put(arg.name(), core(arg.ref().sort(), arg.ref().index())) != null) {
          throw invalid("duplicate name `" + arg.name() + "`");
        }
      }
      return new Item.CoreInstance(items);
    }

    private CoreItem core(Sort sort, int index) {
      return scope.require(sort, index, Item.Core.class).item();
    }

    private CoreFunction coreFunction(int index, CoreType.Function wanted) {
      var item = core(Sort.CORE_FUNC, index);
      if (!item.type().equals(wanted)) {
        throw invalid("core func " + index + " has type " + item.type() + ", expected " + wanted);
      }
      return item instanceof CoreFunction function ? function : new Declared(wanted);
    }

    private Item coreInstance(int index, List<Arg> given) {
      var from = new HashMap<String, Map<String, CoreItem>>();
      for (var arg : given) {
        var instance =
            scope.require(Sort.CORE_INSTANCE, arg.ref().index(), Item.CoreInstance.class);
        if (from.put(arg.name(), instance.exports()) != null) {
          throw invalid("duplicate argument `" + arg.name() + "`");
        }
      }
      var item = scope.require(Sort.CORE_MODULE, index);
      var type = Matcher.moduleType(item);
      for (var wanted : type.imports()) {
        checkImport(wanted, from);
      }
      if (memory != null && item instanceof Item.Module(var module)) {
        return new Item.CoreInstance(module.instantiate(from, memory));
      }
      var declared = new LinkedHashMap<String, CoreItem>();
      for (var export : type.exports()) {
        declared.put(export.name(), new CoreItem.Declared(export.type()));
      }
      return new Item.CoreInstance(declared);
    }

    private void checkImport(CoreModule.Import wanted, Map<String, Map<String, CoreItem>> from) {
      var instance = from.get(wanted.module());
      var item = instance == null ? null : instance.get(wanted.name());
      var what = "import `" + wanted.module() + "` `" + wanted.name() + "` of a core module";
      if (item == null) {
        throw invalid(what + " is missing");
      }
      // A memory or table may have grown since its type was declared; the runtime checks that.
      if (!item.type().fits(wanted.type()) && !(memory != null && isGrowable(wanted))) {
        throw invalid(what + " has type " + item.type() + ", expected " + wanted.type());
      }
    }

    private static boolean isGrowable(CoreModule.Import wanted) {
      return wanted.type() instanceof CoreType.Memory || wanted.type() instanceof CoreType.Table;
    }

    private Item lift(Definition.Lift lift) {
      var type = scope.require(Sort.TYPE, lift.type(), Item.FuncOf.class).type();
      var plan = plans.of(type);
      var core = coreFunction(lift.function(), plan.lifted());
      var options = lift.options();
      var postReturn = options.postReturn().map(f -> coreFunction(f, plan.postReturn()));
      boolean reallocates =
          plan.paramsInMemory() || type.params().stream().anyMatch(p -> isPointer(p.type()));
      boolean reads = plan.resultInMemory() || type.result().stream().anyMatch(Walk::isPointer);
      var abi = abi(options, reallocates || reads, reallocates);
      return new Item.Func(type, new LiftedFunction(core, plan, abi, postReturn.orElse(null)));
    }

    private Item lower(Definition.Lower lower) {
      var function = scope.require(Sort.FUNC, lower.function(), Item.Func.class);
      var plan = plans.of(function.type());
      if (lower.options().postReturn().isPresent()) {
        throw invalid("canonical option `post-return` cannot be specified for lowerings");
      }
      var type = function.type();
      boolean reallocates = type.result().stream().anyMatch(Walk::isPointer);
      boolean reads =
          plan.paramsInMemory()
              || plan.resultInMemory()
              || type.params().stream().anyMatch(p -> isPointer(p.type()));
      var abi = abi(lower.options(), reallocates || reads, reallocates);
      return new Item.Core(new LoweredFunction(plan.lowered(), function.callee(), plan, abi));
    }

    private static boolean isPointer(ValType type) {
      return type.contains(t -> t == ValType.Prim.STRING || t instanceof ValType.ListOf);
    }

    private Abi abi(Definition.Options options, boolean needsMemory, boolean needsRealloc) {
      var memoryItem = options.memory().map(index -> core(Sort.CORE_MEMORY, index));
      if (needsMemory && memoryItem.isEmpty()) {
        throw invalid("canonical option `memory` is required");
      }
      var realloc = options.realloc().map(index -> coreFunction(index, REALLOC));
      if (needsRealloc && realloc.isEmpty()) {
        throw invalid("canonical option `realloc` is required");
      }
      if (realloc.isPresent() && memoryItem.isEmpty()) {
        throw invalid("canonical option `realloc` requires `memory`");
      }
      return new Abi(
          options.encoding(),
          memoryItem.orElse(null) instanceof CoreMemory found ? found : null,
          realloc.orElse(null),
          scope.instance());
    }

    private void resourceFunction(BuiltIn builtIn, int index, boolean own) {
      var resource = scope.require(Sort.TYPE, index, Item.Resource.class).type();
      if (own && resource.owner() != scope.instance()) {
        throw invalid("type index " + index + " is not a resource of this component");
      }
      scope.add(
          Sort.CORE_FUNC, new Item.Core(new ResourceFunction(builtIn, resource, scope.instance())));
    }

    private void export(Definition.Export export) {
      ExternName.claim(export.name(), exportNames, "export");
      var sort = export.ref().sort();
      var item = scope.require(sort, export.ref().index());
      var ascribed = export.ascribed();
      if (ascribed.isPresent()) {
        if (Matcher.sort(ascribed.get()) != sort) {
          throw invalid("export `" + export.name() + "` is a " + sort + ", not what it says");
        }
        item = matcher.match(export.name(), item, ascribed.get(), scope);
      }
      if (item instanceof Item.Val(var type, _, _) && Handles.borrows(type)) {
        throw invalid("export `" + export.name() + "` contains a borrow");
      }
      exportedResources.check(export.name(), item);
      scope.add(sort, item);
      exports.put(export.name(), item);
    }
  }

  /// A core function of which only the type is known.
  private record Declared(CoreType.Function type) implements CoreFunction {
    @Override
    public long[] call(long... args) {
      throw new IpvmException(ErrorCode.BUG, "a function was called that is only declared");
    }
  }
}
