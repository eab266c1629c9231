package io.ipvm.wasm.component;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The type of a value that crosses a component's border. Equal by structure; resources by
/// identity.
public sealed interface ValType {
  /// The types without parts.
  enum Prim implements ValType {
    BOOL("bool"),
    S8("s8"),
    U8("u8"),
    S16("s16"),
    U16("u16"),
    S32("s32"),
    U32("u32"),
    S64("s64"),
    U64("u64"),
    F32("f32"),
    F64("f64"),
    CHAR("char"),
    STRING("string");

    private final String wit;

    Prim(String wit) {
      this.wit = wit;
    }

    /// As WIT writes it.
    public String wit() {
      return wit;
    }
  }

  record ListOf(ValType element) implements ValType {
    /// Bytes travel in one piece.
    public static final ListOf BYTES = new ListOf(Prim.U8);

    public ListOf {
      requireNonNull(element);
    }
  }

  record RecordOf(List<Field> fields) implements ValType {
    public RecordOf {
      fields = List.copyOf(fields);
    }
  }

  record Field(String name, ValType type) {
    public Field {
      requireNonNull(name);
      requireNonNull(type);
    }
  }

  record Tuple(List<ValType> items) implements ValType {
    public Tuple {
      items = List.copyOf(items);
    }
  }

  record Variant(List<Case> cases) implements ValType {
    public Variant {
      cases = List.copyOf(cases);
    }
  }

  record Case(String name, Optional<ValType> payload) {
    public Case {
      requireNonNull(name);
      requireNonNull(payload);
    }
  }

  record EnumOf(List<String> cases) implements ValType {
    public EnumOf {
      cases = List.copyOf(cases);
    }
  }

  /// At most 32 names.
  record Flags(List<String> names) implements ValType {
    public Flags {
      names = List.copyOf(names);
    }
  }

  record OptionOf(ValType some) implements ValType {
    public OptionOf {
      requireNonNull(some);
    }
  }

  record ResultOf(Optional<ValType> ok, Optional<ValType> err) implements ValType {
    public ResultOf {
      requireNonNull(ok);
      requireNonNull(err);
    }
  }

  record Own(ResourceType resource) implements ValType {
    public Own {
      requireNonNull(resource);
    }
  }

  record Borrow(ResourceType resource) implements ValType {
    public Borrow {
      requireNonNull(resource);
    }
  }

  /// Whether this type or one of its parts, at any depth, is `wanted`.
  default boolean contains(Predicate<ValType> wanted) {
    if (wanted.test(this)) {
      return true;
    }
    return switch (this) {
      case Prim _, EnumOf _, Flags _, Own _, Borrow _ -> false;
      case ListOf(var element) -> element.contains(wanted);
      case OptionOf(var some) -> some.contains(wanted);
      case RecordOf(var fields) -> fields.stream().anyMatch(field -> field.type().contains(wanted));
      case Tuple(var items) -> items.stream().anyMatch(item -> item.contains(wanted));
      case Variant(var cases) ->
          cases.stream().anyMatch(c -> c.payload().stream().anyMatch(p -> p.contains(wanted)));
      case ResultOf(var ok, var err) ->
          ok.stream().anyMatch(type -> type.contains(wanted))
              || err.stream().anyMatch(type -> type.contains(wanted));
    };
  }
}
