package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.Engine;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import java.nio.file.Path;
import java.util.ServiceLoader;
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
  void isFoundByServiceLoader() {
    var engines = ServiceLoader.load(Engine.class).stream().map(p -> p.type().getName());

    assertThat(engines).contains(WasmEngine.class.getName());
  }
}
