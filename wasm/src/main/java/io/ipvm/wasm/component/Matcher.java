package io.ipvm.wasm.component;

import static io.ipvm.wasm.component.Linker.invalid;

import io.ipvm.wasm.component.Definition.Sort;
import io.ipvm.wasm.component.TypeSyntax.CoreDeclaration;
import io.ipvm.wasm.component.TypeSyntax.CoreExtern;
import io.ipvm.wasm.component.TypeSyntax.Declaration;
import io.ipvm.wasm.component.TypeSyntax.Extern;
import io.ipvm.wasm.core.CoreModule;
import io.ipvm.wasm.core.CoreType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates component, instance and module types, and compares items with them.
///
/// A type is compared by evaluating it *against* the item: where it declares a fresh resource, the
/// item's own resource takes that place, so that everything declared later speaks of the item's
/// types and can be compared for equality.
final class Matcher {
  /// Types inside types, followed through their indices.
  static final int MAX_DEPTH = 64;

  private final Linker linker;
  private int depth;

  Matcher(Linker linker) {
    this.linker = linker;
  }

  static Sort sort(Extern type) {
    return switch (type) {
      case Extern.CoreModule _ -> Sort.CORE_MODULE;
      case Extern.Function _ -> Sort.FUNC;
      case Extern.TypeEq _, Extern.FreshResource _ -> Sort.TYPE;
      case Extern.Component _ -> Sort.COMPONENT;
      case Extern.Instance _ -> Sort.INSTANCE;
    };
  }

  private static Sort sort(Item item) {
    return switch (item) {
      case Item.Func _ -> Sort.FUNC;
      case Item.Instance _ -> Sort.INSTANCE;
      case Item.Component _, Item.DeclaredComponent _ -> Sort.COMPONENT;
      case Item.Module _, Item.DeclaredModule _ -> Sort.CORE_MODULE;
      case Item.CoreInstance _ -> Sort.CORE_INSTANCE;
      case Item.Core _ -> throw new IllegalStateException("core items have no name outside");
      case Item.Type _ -> Sort.TYPE;
    };
  }

  /// Export `name` of a component instance.
  static Item alias(Scope scope, Sort sort, int index, String name) {
    var item = scope.require(Sort.INSTANCE, index, Item.Instance.class).exports().get(name);
    if (item == null || sort(item) != sort) {
      throw invalid("instance " + index + " has no " + sort + " `" + name + "`");
    }
    return item;
  }

  /// Entry `index` of the scope `count` levels outwards.
  Item outer(Scope scope, Sort sort, int count, int index) {
    var target = scope;
    boolean crosses = false;
    for (int i = 0; i < count; i++) {
      crosses |= target.isComponent();
      var outer = target.outer();
      if (outer == null) {
        throw invalid("an alias reaches " + count + " scopes outwards, there are " + i);
      }
      target = outer;
    }
    var item = target.require(sort, index);
    if (crosses && mentionsResource(item)) {
      throw invalid("cannot alias outer type which transitively refers to resources");
    }
    return item;
  }

  private static boolean mentionsResource(Item item) {
    return switch (item) {
      case Item.Resource _ -> true;
      case Item.Val(var type, _, _) -> Handles.any(type, _ -> true);
      case Item.FuncOf(var type) -> Handles.any(type);
      default -> false;
    };
  }

  /// What stands for import `name`: the argument of that name, or something made up from the type
  /// where there are no arguments.
  Item given(String name, Extern type, Scope scope, @Nullable Map<String, Item> args) {
    if (args == null) {
      return declared(type, scope);
    }
    var arg = args.get(name);
    if (arg == null) {
      throw invalid("missing import named `" + name + "`");
    }
    return match(name, arg, type, scope);
  }

  private Item declared(Extern type, Scope scope) {
    return switch (type) {
      case Extern.CoreModule(var index) ->
          new Item.DeclaredModule(scope.require(Sort.CORE_TYPE, index, Item.ModuleOf.class).type());
      case Extern.Function(var index) ->
          new Item.Func(scope.require(Sort.TYPE, index, Item.FuncOf.class).type(), Callee.DECLARED);
      case Extern.TypeEq(var index) -> scope.require(Sort.TYPE, index);
      case Extern.FreshResource _ -> new Item.Resource(new ResourceType(null, null));
      case Extern.Component(var index) -> {
        var found = interfaceOf(scope, index, true);
        yield new Item.DeclaredComponent(found.type(), found.outer());
      }
      case Extern.Instance(var index) -> {
        var found = interfaceOf(scope, index, false);
        yield declare(found.type(), found.outer(), null);
      }
    };
  }

  private static Item.InterfaceOf interfaceOf(Scope scope, int index, boolean component) {
    var found = scope.require(Sort.TYPE, index, Item.InterfaceOf.class);
    if (found.type().component() != component) {
      throw invalid(
          "type index "
              + index
              + " is not "
              + (component ? "a component" : "an instance")
              + " type");
    }
    return found;
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw invalid("types are nested deeper than " + MAX_DEPTH);
    }
  }

  /// An instance as an instance or component type declares it.
  Item.Instance declare(TypeSyntax.Interface type, Scope outer, @Nullable Map<String, Item> args) {
    return new Item.Instance(evaluate(type, outer, args, null).exports());
  }

  /// Imports and exports as a component type declares them.
  World world(TypeSyntax.Interface type, Scope outer) {
    return evaluate(type, outer, null, null);
  }

  /// What something wants and what it gives, in the order of declaration.
  record World(Map<String, Item> imports, Map<String, Item> exports) {}

  /// Evaluates a type. Exports are made up, or are `actual`'s where that is given.
  private World evaluate(
      TypeSyntax.Interface type,
      Scope outer,
      @Nullable Map<String, Item> args,
      @Nullable Map<String, Item> actual) {
    enter();
    var scope = new Scope(outer, null);
    var imports = new LinkedHashMap<String, Item>();
    var exports = new LinkedHashMap<String, Item>();
    var importNames = new HashSet<String>();
    var exportNames = new HashSet<String>();
    var importedResources = new ResourceNames();
    var exportedResources = new ResourceNames();
    for (var declaration : type.declarations()) {
      linker.step();
      switch (declaration) {
        case Declaration.CoreType(var core) -> scope.add(Sort.CORE_TYPE, coreType(core, scope));
        case Declaration.Type(var syntax) -> scope.add(Sort.TYPE, type(syntax, scope));
        case Declaration.AliasExport(var instance, var name) ->
            scope.add(Sort.TYPE, alias(scope, Sort.TYPE, instance, name));
        case Declaration.AliasInstance(var instance, var name) ->
            scope.add(Sort.INSTANCE, alias(scope, Sort.INSTANCE, instance, name));
        case Declaration.AliasOuter(var sort, var count, var index) -> {
          if (sort != Sort.TYPE && sort != Sort.CORE_TYPE) {
            throw invalid("a type can alias only outer types");
          }
          scope.add(sort, outer(scope, sort, count, index));
        }
        case Declaration.Import(var name, var extern) -> {
          ExternName.claim(name, importNames, "import");
          var item = given(name, extern, scope, args);
          importedResources.check(name, item);
          scope.add(sort(extern), item);
          imports.put(name, item);
        }
        case Declaration.Export(var name, var extern) -> {
          ExternName.claim(name, exportNames, "export");
          var item = exported(name, extern, scope, actual);
          exportedResources.check(name, item);
          scope.add(sort(extern), item);
          exports.put(name, item);
        }
      }
    }
    depth--;
    return new World(imports, exports);
  }

  private Item exported(
      String name, Extern extern, Scope scope, @Nullable Map<String, Item> actual) {
    if (actual == null) {
      return declared(extern, scope);
    }
    var item = actual.get(name);
    if (item == null) {
      throw invalid("missing expected export `" + name + "`");
    }
    return match(name, item, extern, scope);
  }

  private Item type(TypeSyntax syntax, Scope scope) {
    return switch (syntax) {
      case TypeSyntax.Interface declared -> {
        declare(declared, scope, null);
        yield new Item.InterfaceOf(declared, scope);
      }
      case TypeSyntax.Resource _ -> throw invalid("a type cannot define a resource");
      default -> TypeResolver.resolve(syntax, scope);
    };
  }

  /// `item`, if it is what `type` asks for.
  Item match(String name, Item item, Extern type, Scope scope) {
    if (sort(item) != sort(type)) {
      throw invalid("`" + name + "` is a " + sort(item) + ", expected a " + sort(type));
    }
    switch (type) {
      case Extern.Function(var index) -> {
        var wanted = scope.require(Sort.TYPE, index, Item.FuncOf.class).type();
        if (!(item instanceof Item.Func function) || !function.type().equals(wanted)) {
          throw invalid("type mismatch for function `" + name + "`");
        }
      }
      case Extern.TypeEq(var index) -> {
        if (!sameType(item, scope.require(Sort.TYPE, index))) {
          throw invalid("type mismatch for type `" + name + "`");
        }
      }
      case Extern.FreshResource _ -> {
        if (!(item instanceof Item.Resource)) {
          throw invalid("`" + name + "` is not a resource");
        }
      }
      case Extern.Instance(var index) -> {
        var wanted = interfaceOf(scope, index, false);
        evaluate(wanted.type(), wanted.outer(), null, ((Item.Instance) item).exports());
      }
      case Extern.Component(var index) -> matchComponent(item, interfaceOf(scope, index, true));
      case Extern.CoreModule(var index) ->
          matchModule(
              name,
              moduleType(item),
              scope.require(Sort.CORE_TYPE, index, Item.ModuleOf.class).type());
    }
    return item;
  }

  private static boolean sameType(Item item, Item wanted) {
    return switch (item) {
      case Item.Val(var type, _, _) ->
          wanted instanceof Item.Val(var other, _, _) && type.equals(other);
      case Item.InterfaceOf(var type, _) ->
          wanted instanceof Item.InterfaceOf(var other, _) && type.equals(other);
      default -> item.equals(wanted);
    };
  }

  /// Feeds the component what the wanted type imports and compares what comes out.
  private void matchComponent(Item component, Item.InterfaceOf wanted) {
    enter();
    var imports = new HashMap<String, Item>();
    var wantedScope = new Scope(wanted.outer(), null);
    for (var declaration : wanted.type().declarations()) {
      linker.step();
      if (declaration instanceof Declaration.Import(var name, var extern)) {
        var item = declared(extern, wantedScope);
        imports.put(name, item);
        wantedScope.add(sort(extern), item);
      } else if (declaration instanceof Declaration.Type(var syntax)) {
        wantedScope.add(Sort.TYPE, type(syntax, wantedScope));
      } else if (declaration instanceof Declaration.CoreType(var core)) {
        wantedScope.add(Sort.CORE_TYPE, coreType(core, wantedScope));
      } else if (declaration instanceof Declaration.AliasOuter(var sort, var count, var index)) {
        wantedScope.add(sort, outer(wantedScope, sort, count, index));
      } else if (declaration instanceof Declaration.AliasExport(var instance, var name)) {
        wantedScope.add(Sort.TYPE, alias(wantedScope, Sort.TYPE, instance, name));
      } else if (declaration instanceof Declaration.Export(_, var extern)) {
        wantedScope.add(sort(extern), declared(extern, wantedScope));
      }
    }
    var made =
        linker.checking().instantiate(component, imports, new ComponentInstance(null)).exports();
    evaluate(wanted.type(), wanted.outer(), imports, made);
    depth--;
  }

  static Item.ModuleType moduleType(Item module) {
    return switch (module) {
      case Item.Module(var known) -> new Item.ModuleType(known.imports(), known.exports());
      case Item.DeclaredModule(var type) -> type;
      default -> throw invalid("only core modules can be instantiated");
    };
  }

  private static void matchModule(String name, Item.ModuleType actual, Item.ModuleType wanted) {
    for (var needed : actual.imports()) {
      boolean offered =
          wanted.imports().stream()
              .anyMatch(i ->
                  i.module().equals(needed.module())
                      && i.name().equals(needed.name())
                      && i.type().fits(needed.type()));
      if (!offered) {
        throw invalid(
            "module `"
                + name
                + "` imports `"
                + needed.module()
                + "` `"
                + needed.name()
                + "`, which its type does not have");
      }
    }
    for (var asked : wanted.exports()) {
      boolean has =
          actual.exports().stream()
              .anyMatch(e -> e.name().equals(asked.name()) && e.type().fits(asked.type()));
      if (!has) {
        throw invalid("module `" + name + "` has no fitting export `" + asked.name() + "`");
      }
    }
  }

  /// A core function or module type.
  Item.Type coreType(TypeSyntax.Core type, Scope scope) {
    return switch (type) {
      case TypeSyntax.Core.Function(var function) -> new Item.CoreFuncOf(function);
      case TypeSyntax.Core.Module(var declarations) -> {
        var inner = new Scope(scope, null);
        var imports = new LinkedHashMap<String, CoreModule.Import>();
        var exports = new LinkedHashMap<String, CoreModule.Export>();
        for (var declaration : declarations) {
          linker.step();
          switch (declaration) {
            case CoreDeclaration.Type(TypeSyntax.Core.Module _) ->
                throw invalid("a core module type cannot hold another");
            case CoreDeclaration.Type(var nested) ->
                inner.add(Sort.CORE_TYPE, coreType(nested, inner));
            case CoreDeclaration.AliasOuter(var count, var index) ->
                inner.add(Sort.CORE_TYPE, outer(inner, Sort.CORE_TYPE, count, index));
            case CoreDeclaration.Import(var module, var name, var extern) -> {
              var wanted = new CoreModule.Import(module, name, coreExtern(extern, inner));
              if (imports.put(module + "\0" + name, wanted) != null) {
                throw invalid("duplicate import `" + module + ":" + name + "`");
              }
            }
            case CoreDeclaration.Export(var name, var extern) -> {
              var export = new CoreModule.Export(name, coreExtern(extern, inner));
              if (exports.put(name, export) != null) {
                throw invalid("export name `" + name + "` already defined");
              }
            }
          }
        }
        yield new Item.ModuleOf(
            new Item.ModuleType(
                new ArrayList<>(imports.values()), new ArrayList<>(exports.values())));
      }
    };
  }

  private static CoreType coreExtern(CoreExtern extern, Scope scope) {
    return switch (extern) {
      case CoreExtern.Plain(var type) -> type;
      case CoreExtern.Function(var index) ->
          scope.require(Sort.CORE_TYPE, index, Item.CoreFuncOf.class).type();
      case CoreExtern.Tag(var index) ->
          new CoreType.Tag(scope.require(Sort.CORE_TYPE, index, Item.CoreFuncOf.class).type());
    };
  }
}
