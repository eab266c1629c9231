package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.IpvmException;
import io.ipvm.wasm.component.Component;
import io.ipvm.wasm.core.CodeCache;
import io.ipvm.wasm.core.EndiveRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FunctionNamesTest {
  private final Component echo =
      Component.read(Calls.fixture("echo.wasm"), new EndiveRuntime(), _ -> CodeCache.NONE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo-string",
        "ECHO-STRING",
        "echo_string",
        "ECHO_STRING",
        "echoString",
        "EchoString",
        "echo string",
        "%echo.string#"
      })
  void findsEverySpelling(String name) {
    assertThat(FunctionNames.require(echo, name).name()).isEqualTo("echo-string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "echostring", "echo-strin", "echoS-tring"})
  void aNameThatIsNoSpellingIsUnknown(String name) {
    assertThatThrownBy(() -> FunctionNames.require(echo, name))
        .isInstanceOf(IpvmException.class)
        .hasMessageContaining("no function `" + name + "`");
  }

  @Test
  void digitsStayWithTheirWord() {
    assertThat(FunctionNames.require(echo, "EchoOptionU32").name()).isEqualTo("echo-option-u32");
    assertThat(FunctionNames.require(echo, "REVERSE_F32S").name()).isEqualTo("reverse-f32s");
  }
}
