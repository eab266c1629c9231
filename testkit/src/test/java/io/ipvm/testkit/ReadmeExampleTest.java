package io.ipvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadmeExampleTest {
  @TempDir Path folder;

  @Test
  void runsTheFirstBlockOfJava() throws IOException {
    var readme =
        """
        # Example
        ```java
        void main() {
          IO.println("hello");
        }
        ```
        prints
        ```text
        hello
        ```
        """;

    var example = ReadmeExample.in(Files.writeString(folder.resolve("README.md"), readme));

    assertThat(example.run(folder)).isEqualTo("hello\n").isEqualTo(example.promised());
  }

  @Test
  void showsWhyAnExampleDoesNotCompile() throws IOException {
    var readme = "```java\nvoid main() { nonsense(); }\n```\n";

    var example = ReadmeExample.in(Files.writeString(folder.resolve("README.md"), readme));

    assertThat(example.run(folder)).contains("cannot find symbol");
    assertThatThrownBy(example::promised).hasMessage("the README has no block of text");
  }
}
