package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Documents, compared and checked for others.
final class WorkflowCommandsTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @BeforeEach
  void copyModule() throws IOException {
    Files.copy(EXAMPLES.resolve("hello/hello.wasm"), folder.resolve("hello.wasm"));
  }

  @Test
  void tellsWhatChangedFromWhatThatAffects() throws IOException {
    write(
        "a.yaml",
        "Ada",
        "[\"{{ needs.first.output }}\"]",
        "gone: { run: \"hello#greet\", args: [x] }");
    write(
        "b.yaml",
        "Eve",
        "[\"{{ needs.first.output }}\"]",
        "new: { run: \"hello#greet\", args: [y] }");
    var shell = new Shell(folder);

    var diff = shell.run("workflow", "diff", "a.yaml", "b.yaml", "--no-header");
    var same = shell.run("workflow", "diff", "a.yaml", "a.yaml", "--exit-code", "-o", "json");

    assertThat(diff.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "changed first args[0]", "affected second first", "added new", "removed gone");
    assertThat(diff.err()).contains("4 tasks of 4 differ");
    assertThat(diff.status()).isEqualTo(ExitStatus.OK);
    assertThat(same.out()).contains("\"same\": true", "\"change\": \"same\"");
    assertThat(same.status()).isEqualTo(ExitStatus.OK);
    assertThat(shell.run("workflow", "diff", "a.yaml", "b.yaml", "--exit-code").status())
        .isEqualTo(ExitStatus.MISMATCH);
  }

  @Test
  void limitsAreNoReasonToComputeAgain() throws IOException {
    write("a.yaml", "Ada", "[x]", "third: { run: \"hello#greet\", args: [z] }");
    write(
        "b.yaml", "Ada", "[x]", "third: { run: \"hello#greet\", args: [z], limits: { time: 5s } }");

    var diff = new Shell(folder).run("workflow", "diff", "a.yaml", "b.yaml", "-o", "jsonl");

    assertThat(diff.out())
        .contains("\"label\":\"third\",\"change\":\"policy\",\"what\":[\"limits\"]");
  }

  @Test
  void lintSaysWhatHomestarWouldDoOtherwise() {
    var shell = new Shell(folder);
    var photo = EXAMPLES.resolve("photo/contact-sheet.yaml").toString();
    var own = EXAMPLES.resolve("homestar/add-one.json").toString();

    var refused = shell.run("workflow", "lint", "--target", "homestar", photo);
    var accepted = shell.run("workflow", "lint", "--target", "homestar", own);
    var here = shell.run("workflow", "lint", photo, "-o", "json");

    assertThat(refused.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(refused.out()).contains("files of DAG-JSON only", "(tasks.sheet.args[0][0])");
    assertThat(accepted.status()).isEqualTo(ExitStatus.OK);
    assertThat(here.status()).isEqualTo(ExitStatus.OK);
    assertThat(here.out()).contains("\"valid\": true");
    assertThat(shell.run("workflow", "lint", "--target", "mars", own).err())
        .contains("--target takes ipvm or homestar");
    assertThat(shell.run("workflow", "lint", "--target", "homestar", "--strict", own).status())
        .isEqualTo(ExitStatus.USAGE);
  }

  private void write(String name, String who, String second, String more) throws IOException {
    Files.writeString(
        folder.resolve(name),
        """
        v: 0.2.0
        use: { hello: ./hello.wasm }
        tasks:
          first: { run: "hello#greet", args: [%s] }
          second: { run: "hello#greet", args: %s }
          %s
        """
            .replaceFirst("%s", who)
            .replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(second))
            .replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(more)));
  }
}
