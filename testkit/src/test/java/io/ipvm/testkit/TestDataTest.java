package io.ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestDataTest {
  @TempDir private Path folder;

  @Test
  void looksInTheNamedFolder() throws IOException {
    var file = Files.createFile(folder.resolve("vectors.json"));

    assertThat(TestData.find(folder.toString(), folder, "vectors.json")).contains(file);
    assertThat(TestData.find(folder.toString(), folder, "absent.json")).isEmpty();
  }

  @Test
  void looksBesideTheProjectThatItRunsIn() throws IOException {
    var module = Files.createDirectories(folder.resolve("project").resolve("module"));
    Files.createFile(folder.resolve("project").resolve("build"));
    var data = Files.createDirectories(folder.resolve("shared").resolve("data"));
    var file = Files.createFile(data.resolve("vectors.json"));

    assertThat(TestData.find(null, module, "vectors.json")).contains(file);
    assertThat(TestData.find(null, module, "absent.json")).isEmpty();
  }

  @Test
  void findsNothingThatNobodyEverHad() {
    assertThat(TestData.find("there-is-no-such-file")).isEmpty();
  }
}
