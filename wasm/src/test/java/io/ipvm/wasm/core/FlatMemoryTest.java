package io.ipvm.wasm.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.MemoryLimits;

final class FlatMemoryTest {
  private static final int PAGE = 65_536;

  private final MemoryBudget budget = new MemoryBudget(3 * PAGE);
  private final FlatMemory memory = new FlatMemory(new MemoryLimits(1, 10), budget);

  @Test
  void keepsNumbersOfEveryWidthLittleEndian() {
    memory.writeByte(0, (byte) -2);
    memory.writeShort(2, (short) -3);
    memory.writeI32(4, 0x01020304);
    memory.writeLong(8, -5);
    memory.writeF32(16, 1.5f);
    memory.writeF64(24, -2.5);

    assertThat(memory.read(0)).isEqualTo((byte) -2);
    assertThat(memory.readShort(2)).isEqualTo((short) -3);
    assertThat(memory.readU16(2)).isEqualTo(0xfffdL);
    assertThat(memory.readInt(4)).isEqualTo(0x01020304);
    assertThat(memory.read(4)).isEqualTo((byte) 4);
    assertThat(memory.readLong(8)).isEqualTo(-5);
    assertThat(memory.readFloat(16)).isEqualTo(1.5f);
    assertThat(memory.readF32(16)).isEqualTo(Float.floatToRawIntBits(1.5f));
    assertThat(memory.readDouble(24)).isEqualTo(-2.5);
    assertThat(memory.readF64(24)).isEqualTo(Double.doubleToRawLongBits(-2.5));
  }

  @Test
  void refusesEveryAccessBehindItsLastByte() {
    var accesses =
        List.<Consumer<Integer>>of(
            memory::read,
            memory::readShort,
            memory::readInt,
            memory::readLong,
            memory::readFloat,
            memory::readDouble,
            at -> memory.writeByte(at, (byte) 0),
            at -> memory.writeShort(at, (short) 0),
            at -> memory.writeI32(at, 0),
            at -> memory.writeLong(at, 0),
            at -> memory.writeF32(at, 0),
            at -> memory.writeF64(at, 0),
            at -> memory.readBytes(at, 1),
            at -> memory.write(at, new byte[1], 0, 1),
            at -> memory.copy(0, at, 1),
            at -> memory.copy(at, 0, 1));

    for (var access : accesses) {
      for (int at : new int[] {PAGE, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> access.accept(at))
            .isInstanceOf(WasmRuntimeException.class)
            .hasMessageContaining("out of bounds memory access");
      }
    }
  }

  @Test
  void fillsCopiesAndClears() {
    memory.fill((byte) 7, 10, 14);
    memory.copy(12, 10, 4);
    memory.store(20, Bytes.fromHex("0a0b"));

    assertThat(memory.readBytes(9, 8)).containsExactly(0, 7, 7, 7, 7, 7, 7, 0);
    assertThat(memory.load(20, 2)).containsExactly(10, 11);
    memory.zero();
    assertThat(memory.readBytes(9, 13)).containsOnly(0);
  }

  @Test
  void growsAsFarAsTheBudgetAndRemembersARefusal() {
    memory.writeI32(0, 42);

    assertThat(memory.grow(2)).isEqualTo(1);
    assertThat(memory.pages()).isEqualTo(3);
    assertThat(memory.readInt(0)).isEqualTo(42);
    assertThat(budget.refused()).isFalse();
    assertThat(memory.grow(1)).isEqualTo(-1);
    assertThat(budget.refused()).isTrue();
    assertThat(budget.peak()).isEqualTo(3 * PAGE);
  }

  @Test
  void doesNotCallItsOwnMaximumALimit() {
    var small = new FlatMemory(new MemoryLimits(1, 1), new MemoryBudget(10 * PAGE));

    assertThat(small.grow(1)).isEqualTo(-1);
    assertThat(small.initialPages()).isEqualTo(1);
    assertThat(small.maximumPages()).isEqualTo(1);
    assertThat(small.shared()).isFalse();
  }

  @Test
  void refusesToStartAboveTheLimit() {
    assertThatThrownBy(() -> new FlatMemory(new MemoryLimits(4, 10), budget))
        .isInstanceOf(ExhaustedException.class)
        .hasMessageContaining("262144")
        .hasMessageContaining("196608");
  }
}
