package io.ipvm.wasm.component;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value of the Component Model. It says only what its [ValType] does not: fields, cases and
/// flags are numbers here, their names stand in the type.
public sealed interface Value {
  record Bool(boolean value) implements Value {}

  /// Any integer; a `u64` above the largest `long` is negative.
  record Whole(long bits) implements Value {}

  record Single(float value) implements Value {}

  record Real(double value) implements Value {}

  record Char(int codePoint) implements Value {}

  /// A string; `source` is how it was laid out where it came from, which decides how it is copied
  /// into another memory.
  record Text(String value, Source source) implements Value {
    public Text {
      requireNonNull(value);
      requireNonNull(source);
    }

    public Text(String value) {
      this(value, Source.UTF8);
    }
  }

  /// Layouts of a string.
  enum Source {
    UTF8,
    UTF16,
    /// `latin1+utf16`, without the tag.
    LATIN1,
    /// `latin1+utf16`, with the tag.
    TAGGED_UTF16
  }

  /// A `list<u8>`.
  record Octets(Bytes value) implements Value {
    public Octets {
      requireNonNull(value);
    }
  }

  /// Any other list.
  record Sequence(List<Value> items) implements Value {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A record or tuple: all fields, in the order of the type.
  record Fields(List<Value> values) implements Value {
    public Fields {
      values = List.copyOf(values);
    }
  }

  /// A variant, enum, option (0 is none) or result (0 is ok).
  record Choice(int index, @Nullable Value payload) implements Value {}

  /// Flags: bit `i` is the `i`th name.
  record FlagSet(int bits) implements Value {}

  /// A handle on its way from one component instance to another.
  record Handle(int representation) implements Value {}
}
