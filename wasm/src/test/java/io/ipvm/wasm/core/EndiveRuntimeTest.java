package io.ipvm.wasm.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.IpvmException;
import org.junit.jupiter.api.Test;

final class EndiveRuntimeTest {
  /// Found by fuzzing: whatever memory there is, the module is refused, and nothing else happens.
  @Test
  void refusesANameThatIsSaidToBeLongerThanMemory() {
    var header = "0061736d01000000";
    var functionNames = "01" + "07" + "01" + "00" + "ffffffff07";
    var section = "00" + "0e" + "046e616d65" + functionNames;

    assertThatThrownBy(
            () -> new EndiveRuntime().read(Bytes.fromHex(header + section), CodeCache.NONE))
        .isInstanceOf(IpvmException.class)
        .hasMessageStartingWith("core module");
  }
}
