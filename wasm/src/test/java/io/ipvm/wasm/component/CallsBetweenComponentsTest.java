package io.ipvm.wasm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.wasm.component.Definition.Encoding;
import io.ipvm.wasm.component.ValType.Field;
import io.ipvm.wasm.component.ValType.Prim;
import io.ipvm.wasm.core.CoreFunction;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.TrapException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A function of one component called by another: out of one memory, into the other.
final class CallsBetweenComponentsTest {
  private static final int RESULT = 4096;

  private static final FuncType IDENTITY =
      new FuncType(List.of(new Field("text", Prim.STRING)), Optional.of(Prim.STRING));

  /// A core function in Java.
  private record Core(CoreType.Function type, UnaryOperator<long[]> body) implements CoreFunction {
    @Override
    public long[] call(long... args) {
      return body.apply(args);
    }
  }

  private static Charset charset(Encoding encoding) {
    return switch (encoding) {
      case UTF8 -> StandardCharsets.UTF_8;
      case UTF16 -> StandardCharsets.UTF_16LE;
      case LATIN1_UTF16 -> StandardCharsets.ISO_8859_1;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "UTF8, UTF8",
    "UTF8, UTF16",
    "UTF8, LATIN1_UTF16",
    "UTF16, UTF8",
    "UTF16, UTF16",
    "UTF16, LATIN1_UTF16",
    "LATIN1_UTF16, UTF8",
    "LATIN1_UTF16, UTF16",
    "LATIN1_UTF16, LATIN1_UTF16",
  })
  void textChangesItsEncodingOnTheWay(Encoding caller, Encoding callee) {
    var there = new GuestMemory(1 << 16, 8);
    var plan = new FunctionPlan(IDENTITY);
    // Gives back the very string it gets: its address and length, stored where the result goes.
    var core =
        new Core(
            plan.lifted(),
            args -> {
              there.store32(RESULT, (int) args[0]);
              there.store32(RESULT + 4, (int) args[1]);
              return new long[] {RESULT};
            });
    var lifted =
        new LiftedFunction(
            core, plan, new Abi(callee, there, there, new ComponentInstance(null)), null);
    var here = new GuestMemory(1 << 16, 256);
    var lowered =
        new LoweredFunction(
            plan.lowered(), lifted, plan, new Abi(caller, here, here, new ComponentInstance(null)));
    var text = "Grüße".getBytes(charset(caller));
    here.store(16, text);
    int units = caller == Encoding.UTF16 ? text.length / 2 : text.length;

    lowered.call(16, units, 64);

    int at = here.load32(64);
    int size = here.load32(68) * (caller == Encoding.UTF16 ? 2 : 1);
    assertThat(new String(here.load(at, size), charset(caller))).isEqualTo("Grüße");
  }

  @Test
  void aResultThatGoesToAnUnalignedAddressTraps() {
    var memory = new GuestMemory(1 << 16, 8);
    var plan = new FunctionPlan(IDENTITY);
    var lowered =
        new LoweredFunction(
            plan.lowered(),
            (args, _) -> args.values().getFirst(),
            plan,
            new Abi(Encoding.UTF8, memory, memory, new ComponentInstance(null)));

    assertThatThrownBy(() -> lowered.call(0, 0, 66))
        .isInstanceOf(TrapException.class)
        .hasMessageContaining("unaligned pointer 66");
    assertThatThrownBy(() -> lowered.call(0, 0, 1 << 16))
        .isInstanceOf(TrapException.class)
        .hasMessageContaining("out of bounds");
  }

  @Test
  void aComponentThatRunsCannotBeCalledAgain() {
    var instance = new ComponentInstance(null);
    var plan = new FunctionPlan(new FuncType(List.of(), Optional.empty()));
    var abi = new Abi(Encoding.UTF8, null, null, instance);
    var empty = new Core(plan.lifted(), args -> args);
    var inner = new LiftedFunction(empty, plan, abi, null);
    var again =
        new Core(
            plan.lifted(),
            _ -> {
              inner.call(new Value.Fields(List.of()), new ComponentInstance(null));
              return new long[0];
            });
    var outer = new LiftedFunction(again, plan, abi, null);

    assertThatThrownBy(() -> outer.call(new Value.Fields(List.of()), null))
        .hasMessageContaining("cannot enter component instance");
  }
}
