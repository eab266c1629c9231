package io.ipvm.wasm.core;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// Why and where a function trapped.
///
/// @param place empty if no function of a module was running
public record Trap(Kind kind, String message, Optional<Place> place) {
  public Trap {
    requireNonNull(kind);
    requireNonNull(message);
    requireNonNull(place);
  }

  /// Where in a core module: compiled code knows its function, and in it only the instructions that
  /// can trap like this (`docs/decisions/042-where-a-trap-was.md`).
  ///
  /// @param function the innermost function, by its name in the module or as `func[12]`
  /// @param first offset, in bytes from the begin of the core module, of the first instruction that
  ///   may have trapped
  /// @param last the same of the last one; equal to `first` where only one can have
  public record Place(String function, int first, int last) {}

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
