package io.ipvm.wasm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.wasm.component.Definition.Encoding;
import io.ipvm.wasm.component.ValType.Prim;
import io.ipvm.wasm.core.ExhaustedException;
import io.ipvm.wasm.core.TrapException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How large a value may be: both sides of every limit.
final class LimitsOfValuesTest {
  private static final ValType BOOLS = new ValType.ListOf(Prim.BOOL);

  private static Value lift(ValType type, Encoding encoding, int memory, long... flat) {
    var guest = new GuestMemory(memory, 0);
    var abi = new Abi(encoding, guest, guest, new ComponentInstance(null));
    return Plan.of(type).lift(new Transfer(abi, new CallScope()), new Flat(flat));
  }

  @Test
  void aValueHasAtMostFourMillionParts() {
    int most = Transfer.MAX_VALUES;

    var lifted = (Value.Sequence) lift(BOOLS, Encoding.UTF8, most + 1, 0, most);

    assertThat(lifted.items()).hasSize(most);
    assertThatThrownBy(() -> lift(BOOLS, Encoding.UTF8, most + 1, 0, most + 1))
        .isInstanceOf(ExhaustedException.class)
        .hasMessageContaining("more than 4000000 parts");
  }

  /// What is short enough gets as far as the check whether it lies in memory.
  @Test
  void aListAboveItsLimitTraps() {
    var most = ListPlan.MAX_BYTES;

    assertThatThrownBy(() -> lift(BOOLS, Encoding.UTF8, 8, 0, most))
        .isInstanceOf(TrapException.class)
        .hasMessageContaining("out of bounds");
    assertThatThrownBy(() -> lift(BOOLS, Encoding.UTF8, 8, 0, most + 1))
        .isInstanceOf(TrapException.class)
        .hasMessageContaining("limit 268435455");
    assertThatThrownBy(() -> lift(ValType.ListOf.BYTES, Encoding.UTF8, 8, 0, most + 1))
        .hasMessageContaining("limit 268435455");
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void aStringAboveItsLimitTraps(Encoding encoding) {
    int unit = encoding == Encoding.UTF16 ? 2 : 1;
    int most = Strings.MAX_BYTES / unit;

    assertThatThrownBy(() -> lift(Prim.STRING, encoding, 8, 0, most))
        .hasMessageContaining("out of bounds");
    assertThatThrownBy(() -> lift(Prim.STRING, encoding, 8, 0, most + 1))
        .hasMessageContaining("limit 268435455");
  }

  /// The same megabyte named again and again.
  @Test
  void aValueHasAtMostAGibibyteOfBytes() {
    int size = 1 << 20;
    var transfer =
        new Transfer(
            new Abi(Encoding.UTF8, new GuestMemory(size, 0), null, new ComponentInstance(null)),
            new CallScope());
    var plan = Plan.of(ValType.ListOf.BYTES);
    for (int i = 0; i < 1024; i++) {
      assertThat(((Value.Octets) plan.lift(transfer, new Flat(new long[] {0, size}))).value())
          .extracting(Bytes::size)
          .isEqualTo(size);
    }

    assertThatThrownBy(() -> plan.lift(transfer, new Flat(new long[] {0, 1})))
        .isInstanceOf(ExhaustedException.class)
        .hasMessageContaining("more than 1073741824 bytes");
  }

  @Test
  void anInstanceHasABoundedNumberOfHandles() {
    var instance = new ComponentInstance(null);
    var type = new ResourceType(instance, null);
    for (int i = 0; i < ComponentInstance.MAX_HANDLES; i++) {
      instance.add(new ComponentInstance.Handle(type, i, null));
    }

    assertThatThrownBy(() -> instance.add(new ComponentInstance.Handle(type, 0, null)))
        .isInstanceOf(TrapException.class)
        .hasMessageContaining("more than 1048576 handles");
  }
}
