package io.ipvm.wasm.component;

import io.ipvm.ipld.Bytes;
import java.util.List;
import java.util.Optional;

/// One definition of a component as its binary says it, with indices not yet looked up. A component
/// is a list of these; each one adds to an index space that later ones refer to.
sealed interface Definition {
  record CoreModule(Bytes module) implements Definition {}

  /// An instance of core module `module`; `args` are core instances by name.
  record CoreInstantiate(int module, List<Arg> args) implements Definition {}

  /// A core instance put together from items.
  record CoreBundle(List<Arg> exports) implements Definition {}

  record CoreType(TypeSyntax.Core type) implements Definition {}

  record Nested(List<Definition> component) implements Definition {
    public Nested {
      component = List.copyOf(component);
    }
  }

  record Instantiate(int component, List<Arg> args) implements Definition {}

  record Bundle(List<Arg> exports) implements Definition {}

  /// `name` of an instance, component or core.
  record AliasExport(Sort sort, int instance, String name) implements Definition {}

  /// Index `index` of the scope `count` levels outwards.
  record AliasOuter(Sort sort, int count, int index) implements Definition {}

  record Type(TypeSyntax type) implements Definition {}

  record Lift(int function, Options options, int type) implements Definition {}

  record Lower(int function, Options options) implements Definition {}

  record ResourceNew(int resource) implements Definition {}

  record ResourceDrop(int resource) implements Definition {}

  record ResourceRep(int resource) implements Definition {}

  record Import(String name, TypeSyntax.Extern type) implements Definition {}

  record Export(String name, Ref ref, Optional<TypeSyntax.Extern> ascribed) implements Definition {}

  /// The index spaces.
  enum Sort {
    CORE_FUNC("core func"),
    CORE_TABLE("core table"),
    CORE_MEMORY("core memory"),
    CORE_GLOBAL("core global"),
    CORE_TAG("core tag"),
    CORE_TYPE("core type"),
    CORE_MODULE("core module"),
    CORE_INSTANCE("core instance"),
    FUNC("func"),
    TYPE("type"),
    COMPONENT("component"),
    INSTANCE("instance");

    private final String word;

    Sort(String word) {
      this.word = word;
    }

    boolean isCore() {
      return compareTo(CORE_INSTANCE) <= 0;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /// An entry of an index space.
  record Ref(Sort sort, int index) {}

  /// A named entry.
  record Arg(String name, Ref ref) {}

  /// How strings are laid out in memory.
  enum Encoding {
    UTF8,
    UTF16,
    LATIN1_UTF16
  }

  /// Options of `lift` and `lower`: core memory and core functions by index.
  record Options(
      Encoding encoding,
      Optional<Integer> memory,
      Optional<Integer> realloc,
      Optional<Integer> postReturn) {}
}
