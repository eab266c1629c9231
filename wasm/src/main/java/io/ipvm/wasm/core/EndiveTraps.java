package io.ipvm.wasm.core;

import io.ipvm.ipld.IpvmException;
import java.util.Optional;
import run.endive.runtime.WasmException;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;

/// Says in our words why a function of one module ended early.
///
/// The runtime tells kinds of traps apart by their text only, and the function that trapped by the
/// method names of its generated classes.
final class EndiveTraps {
  private static final String GENERATED = "run.endive.$gen.";
  private static final String METHOD = "func_";
  private static final String INTERPRETER = "InterpreterMachine";

  private final WasmModule module;

  EndiveTraps(WasmModule module) {
    this.module = module;
  }

  /// The exception to throw for `e`; exceptions of ours that crossed the runtime stay as they are.
  RuntimeException translate(Throwable e) {
    return switch (e) {
      case IpvmException ours -> ours;
      case WasmInterruptedException stopped -> new StoppedException(stopped);
      case StackOverflowError overflow -> stackExhausted(overflow);
      case WasmEngineException trap when trap.getCause() instanceof StackOverflowError ->
          stackExhausted(trap);
      case WasmException thrown -> trap(Trap.Kind.UNCAUGHT_EXCEPTION, "uncaught exception", thrown);
      case WasmEngineException trap ->
          trap(kind(EndiveRuntime.reason(trap)), EndiveRuntime.reason(trap), trap);
      case RuntimeException other -> other;
      default -> throw new IllegalStateException(e);
    };
  }

  private static ExhaustedException stackExhausted(Throwable e) {
    return ExhaustedException.host("calls are nested too deeply for the stack of this machine", e);
  }

  private TrapException trap(Trap.Kind kind, String message, Throwable cause) {
    return new TrapException(new Trap(kind, message, place(kind, cause)), cause);
  }

  private static Trap.Kind kind(String message) {
    if (message.contains("unreachable")) {
      return Trap.Kind.UNREACHABLE;
    } else if (message.contains("out of bounds memory")) {
      return Trap.Kind.MEMORY_OUT_OF_BOUNDS;
    } else if (message.contains("out of bounds table") || message.contains("undefined element")) {
      return Trap.Kind.TABLE_OUT_OF_BOUNDS;
    } else if (message.contains("indirect call type mismatch")) {
      return Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH;
    } else if (message.contains("uninitialized element")) {
      return Trap.Kind.UNINITIALISED_ELEMENT;
    } else if (message.contains("divide by zero")) {
      return Trap.Kind.INTEGER_DIVIDE_BY_ZERO;
    } else if (message.contains("integer overflow")) {
      return Trap.Kind.INTEGER_OVERFLOW;
    } else if (message.contains("invalid conversion")) {
      return Trap.Kind.INVALID_CONVERSION;
    } else if (message.contains("null")) {
      return Trap.Kind.NULL_REFERENCE;
    }
    return Trap.Kind.OTHER;
  }

  /// The innermost generated method on the stack; a trap in a start function is wrapped once more.
  private Optional<Trap.Place> place(Trap.Kind kind, Throwable e) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      for (var frame : cause.getStackTrace()) {
        if (frame.getClassName().endsWith(INTERPRETER)) {
          return Optional.empty(); // of a function that was too large to compile: nothing names it
        }
        if (frame.getClassName().startsWith(GENERATED)
            && frame.getMethodName().startsWith(METHOD)) {
          return Optional.of(place(kind, frame.getMethodName().substring(METHOD.length())));
        }
      }
    }
    return Optional.empty();
  }

  private Trap.Place place(Trap.Kind kind, String digits) {
    int index = Integer.parseInt(digits);
    var names = module.nameSection();
    var name = names == null ? null : names.nameOfFunction(index);
    var code =
        module
            .codeSection()
            .getFunctionBody(index - module.importSection().count(ExternalType.FUNCTION))
            .instructions();
    var suspects = code.stream().filter(it -> canTrap(it.opcode().name(), kind)).toList();
    var among = suspects.isEmpty() ? code : suspects;
    return new Trap.Place(
        name == null ? "func[" + index + "]" : name,
        among.getFirst().address(),
        among.getLast().address());
  }

  /// Whether an instruction, by its name such as `I32_DIV_S`, can end in a trap of this kind.
  private static boolean canTrap(String instruction, Trap.Kind kind) {
    return switch (kind) {
      case UNREACHABLE -> instruction.equals("UNREACHABLE");
      case MEMORY_OUT_OF_BOUNDS ->
          instruction.contains("_LOAD")
              || instruction.contains("_STORE")
              || (instruction.startsWith("MEMORY_") && !isSize(instruction));
      case TABLE_OUT_OF_BOUNDS ->
          (instruction.startsWith("TABLE_") && !isSize(instruction)) || isIndirect(instruction);
      case INDIRECT_CALL_TYPE_MISMATCH, UNINITIALISED_ELEMENT -> isIndirect(instruction);
      case INTEGER_DIVIDE_BY_ZERO -> instruction.matches("I(32|64)_(DIV|REM)_[SU]");
      case INTEGER_OVERFLOW -> instruction.matches("I(32|64)_DIV_S") || isTruncation(instruction);
      case INVALID_CONVERSION -> isTruncation(instruction);
      case UNCAUGHT_EXCEPTION -> instruction.startsWith("THROW");
      case NULL_REFERENCE, CANONICAL_ABI, OTHER -> false;
    };
  }

  /// They answer -1 where others trap.
  private static boolean isSize(String instruction) {
    return instruction.endsWith("_SIZE") || instruction.endsWith("_GROW");
  }

  private static boolean isIndirect(String instruction) {
    return instruction.contains("CALL_INDIRECT");
  }

  private static boolean isTruncation(String instruction) {
    return instruction.contains("_TRUNC_") && !instruction.contains("_SAT_");
  }
}
