package io.ipvm.wasm.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipvm.ipld.Bytes;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Modules of one function, whose code begins at offset 30 (its locals at 29).
final class TrapPlaceTest {
  @ParameterizedTest(name = "{1} from {2} to {3}")
  @CsvSource({
    "41011a000b,               UNREACHABLE,            33, 33",
    "4101044000050b000b,       UNREACHABLE,            34, 37",
    "410141006d1a0b,           INTEGER_DIVIDE_BY_ZERO, 34, 34",
    "418080808078417f6d1a0b,   INTEGER_OVERFLOW,       38, 38",
  })
  void namesTheOnlyInstructionsThatTrapLikeThis(String code, Trap.Kind kind, int first, int last) {
    var trap = catchThrowableOfType(TrapException.class, () -> call(code)).trap();

    assertThat(trap.kind()).isEqualTo(kind);
    assertThat(trap.place()).contains(new Trap.Place("func[0]", first, last));
  }

  private static void call(String code) {
    var body = Bytes.fromHex("00" + code);
    var module =
        Bytes.fromHex("0061736d01000000" + "010401600000" + "03020100" + "070501" + "01660000")
            .concat(Bytes.fromHex("0a"))
            .concat(Bytes.of((byte) (body.size() + 2), (byte) 1, (byte) body.size()))
            .concat(body);
    var items =
        new EndiveRuntime()
            .read(module, CodeCache.NONE)
            .instantiate(Map.of(), new MemoryBudget(1 << 20));
    ((CoreFunction) requireNonNull(items.get("f"))).call();
  }
}
