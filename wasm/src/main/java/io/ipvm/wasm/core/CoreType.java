package io.ipvm.wasm.core;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// The type of something a core module imports or exports.
public sealed interface CoreType {
  /// One value type of core WebAssembly; references carry their text form.
  record Value(String name) {
    public static final Value I32 = new Value("i32");
    public static final Value I64 = new Value("i64");
    public static final Value F32 = new Value("f32");
    public static final Value F64 = new Value("f64");

    public Value {
      requireNonNull(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  record Function(List<Value> params, List<Value> results) implements CoreType {
    public Function {
      params = List.copyOf(params);
      results = List.copyOf(results);
    }
  }

  /// Sizes in pages or elements; `max` is [#UNBOUNDED] where none was declared.
  record Memory(long min, long max) implements CoreType {}

  record Table(Value element, long min, long max) implements CoreType {
    public Table {
      requireNonNull(element);
    }
  }

  record Global(Value value, boolean mutable) implements CoreType {
    public Global {
      requireNonNull(value);
    }
  }

  record Tag(Function function) implements CoreType {
    public Tag {
      requireNonNull(function);
    }
  }

  long UNBOUNDED = Long.MAX_VALUE;

  /// Whether something of this type may be given where `wanted` is asked for.
  default boolean fits(CoreType wanted) {
    return switch (wanted) {
      case Memory(var min, var max) -> this instanceof Memory m && m.min >= min && m.max <= max;
      case Table(var element, var min, var max) ->
          this instanceof Table t && t.element.equals(element) && t.min >= min && t.max <= max;
      case Function _, Global _, Tag _ -> equals(wanted);
    };
  }

  /// The word WAT has for this sort.
  default String sort() {
    return switch (this) {
      case Function _ -> "func";
      case Memory _ -> "memory";
      case Table _ -> "table";
      case Global _ -> "global";
      case Tag _ -> "tag";
    };
  }
}
