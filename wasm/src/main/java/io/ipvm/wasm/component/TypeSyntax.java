package io.ipvm.wasm.component;

import io.ipvm.wasm.component.Definition.Sort;
import java.util.List;
import java.util.Optional;

/// A type definition as the binary says it, with indices not yet looked up.
sealed interface TypeSyntax {
  /// A value type: a primitive one or the index of a definition.
  sealed interface Value {
    record Primitive(ValType.Prim type) implements Value {}

    record Index(int index) implements Value {}
  }

  record Labelled(String label, Value type) {}

  record LabelledCase(String label, Optional<Value> payload) {}

  record Primitive(ValType.Prim type) implements TypeSyntax {}

  record RecordOf(List<Labelled> fields) implements TypeSyntax {}

  record Variant(List<LabelledCase> cases) implements TypeSyntax {}

  record ListOf(Value element) implements TypeSyntax {}

  record Tuple(List<Value> items) implements TypeSyntax {}

  record Flags(List<String> labels) implements TypeSyntax {}

  record EnumOf(List<String> labels) implements TypeSyntax {}

  record OptionOf(Value some) implements TypeSyntax {}

  record ResultOf(Optional<Value> ok, Optional<Value> err) implements TypeSyntax {}

  record Own(int resource) implements TypeSyntax {}

  record Borrow(int resource) implements TypeSyntax {}

  record Function(List<Labelled> params, Optional<Value> result) implements TypeSyntax {}

  record Resource(Optional<Integer> destructor) implements TypeSyntax {}

  /// A component type, or an instance type, which has no imports.
  record Interface(boolean component, List<Declaration> declarations) implements TypeSyntax {
    public Interface {
      declarations = List.copyOf(declarations);
    }
  }

  /// One line of a component or instance type.
  sealed interface Declaration {
    record CoreType(Core type) implements Declaration {}

    record Type(TypeSyntax type) implements Declaration {}

    record AliasExport(int instance, String name) implements Declaration {}

    record AliasInstance(int instance, String name) implements Declaration {}

    record AliasOuter(Sort sort, int count, int index) implements Declaration {}

    record Import(String name, Extern type) implements Declaration {}

    record Export(String name, Extern type) implements Declaration {}
  }

  /// What an import or export is.
  sealed interface Extern {
    record CoreModule(int type) implements Extern {}

    record Function(int type) implements Extern {}

    record TypeEq(int type) implements Extern {}

    record FreshResource() implements Extern {}

    record Component(int type) implements Extern {}

    record Instance(int type) implements Extern {}
  }

  /// A core type: only those of modules and functions can be used for something.
  sealed interface Core {
    record Function(io.ipvm.wasm.core.CoreType.Function type) implements Core {}

    record Module(List<CoreDeclaration> declarations) implements Core {}
  }

  /// One line of a core module type.
  sealed interface CoreDeclaration {
    record Type(Core type) implements CoreDeclaration {}

    record AliasOuter(int count, int index) implements CoreDeclaration {}

    record Import(String module, String name, CoreExtern type) implements CoreDeclaration {}

    record Export(String name, CoreExtern type) implements CoreDeclaration {}
  }

  /// What a core import or export is: a function or tag by type index, or a type of its own.
  sealed interface CoreExtern {
    record Function(int type) implements CoreExtern {}

    record Tag(int type) implements CoreExtern {}

    record Plain(io.ipvm.wasm.core.CoreType type) implements CoreExtern {}
  }
}
