package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.Completion.Returned;
import io.ipvm.engine.Execution;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParallelCallsTest {
  @Test
  void callsOfOneModuleDoNotSeeEachOther(@TempDir Path folder) {
    try (var calls = new Calls(folder)) {
      var echo = calls.module("echo.wasm");
      var executions = new ArrayList<Execution>();
      for (int i = 0; i < 200; i++) {
        executions.add(
            calls.start(Limits.NATIVE, Mapping.NATIVE, echo, "echo-string", Node.of("text " + i)));
      }

      for (int i = 0; i < 200; i++) {
        var out = ((Returned) Calls.join(executions.get(i))).out();
        assertThat(out).isEqualTo(new Outcome.Ok(Node.of("text " + i)));
      }
    }
  }
}
