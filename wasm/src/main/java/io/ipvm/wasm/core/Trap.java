package io.ipvm.wasm.core;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// Why and where a function trapped.
///
/// @param function the innermost function that is known, by its name in the module or as `func[12]`
public record Trap(Kind kind, String message, Optional<String> function) {
  public Trap {
    requireNonNull(kind);
    requireNonNull(message);
    requireNonNull(function);
  }

  /// The traps of core WebAssembly, and those the canonical ABI adds.
  public enum Kind {
    UNREACHABLE("unreachable"),
    MEMORY_OUT_OF_BOUNDS("memory-out-of-bounds"),
    TABLE_OUT_OF_BOUNDS("table-out-of-bounds"),
    INDIRECT_CALL_TYPE_MISMATCH("indirect-call-type-mismatch"),
    UNINITIALISED_ELEMENT("uninitialised-element"),
    INTEGER_DIVIDE_BY_ZERO("integer-divide-by-zero"),
    INTEGER_OVERFLOW("integer-overflow"),
    INVALID_CONVERSION("invalid-conversion"),
    NULL_REFERENCE("null-reference"),
    UNCAUGHT_EXCEPTION("uncaught-exception"),
    /// A function broke the canonical ABI: a bad pointer, string, char, discriminant or handle.
    CANONICAL_ABI("canonical-abi"),
    OTHER("other");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /// As it stands in error results.
    public String code() {
      return code;
    }
  }
}
