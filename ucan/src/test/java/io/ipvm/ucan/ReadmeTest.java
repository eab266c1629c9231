package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.testkit.ReadmeExample;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadmeTest {
  @Test
  void theExamplePrintsWhatTheReadmeSays(@TempDir Path folder) throws IOException {
    var example = ReadmeExample.in(Path.of("README.md"));

    assertThat(example.run(folder)).isEqualTo(example.promised());
  }
}
