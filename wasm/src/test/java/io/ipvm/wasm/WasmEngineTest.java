package io.ipvm.wasm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.Engine;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WasmEngineTest {
  private Calls calls;

  @BeforeEach
  void open(@TempDir Path folder) {
    calls = new Calls(folder);
  }

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void greetsFromAComponent() {
    var hello = calls.example("hello/hello.wasm");

    var out = calls.call(hello, "greet", Node.of("world"));

    assertThat(out).isEqualTo(new Outcome.Ok(Node.of("Hello, world!")));
  }

  @Test
  void isOfferedToServiceLoaderOnBothPaths() throws IOException {
    var descriptor = WasmEngine.class.getModule().getDescriptor();
    var declared =
        descriptor == null
            ? List.of(WasmEngine.class.getName())
            : descriptor.provides().stream()
                .filter(provides -> provides.service().equals(Engine.class.getName()))
                .flatMap(provides -> provides.providers().stream())
                .toList();
    try (var listed =
        WasmEngine.class.getResourceAsStream("/META-INF/services/" + Engine.class.getName())) {
      var lines = new String(requireNonNull(listed).readAllBytes(), StandardCharsets.UTF_8);

      assertThat(declared).isEqualTo(List.of(WasmEngine.class.getName()));
      assertThat(lines).contains(WasmEngine.class.getName());
    }
  }
}
