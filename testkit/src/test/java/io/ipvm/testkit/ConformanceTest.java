package io.ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConformanceTest {
  @Test
  void notesOneLineForASuite(@TempDir Path folder) throws IOException {
    Conformance.of("a/b.json")
        .passed(3)
        .passed(2)
        .skipped(0, "never said")
        .skipped(4, "too loose")
        .skipped(1, "odd")
        .record(folder);

    assertThat(folder.resolve("a_b.json.tsv")).hasContent("a/b.json\t5\t5\t4 too loose; 1 odd");
  }
}
