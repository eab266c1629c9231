package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.store.EmbeddedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What nobody should type, and folders nobody should have.
final class HostileTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final String HELLO = EXAMPLES.resolve("hello/hello.yaml").toString();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --data-dir= hello.yaml   | 2 | option --data-dir needs a value",
        "runs ls --data-dir=          | 2 | option --data-dir needs a value",
        "run hello.yaml --out=        | 2 | option --out needs a value",
        "run hello.yaml --timeout 3651d  | 2 | it is 3651d, limit 3650d",
        "bench --time 999999999d      | 2 | limit 3650d",
        "run card.yaml --out file     | 6 | a file has that name already",
        "workflow compile hello.yaml -O data | 6 | it is a directory",
        "workflow compile hello.yaml -O no/x  | 4 | there is no file",
        "fn add .. hello.wasm         | 2 | the first a letter or a digit",
        "fn add -- -x hello.wasm      | 2 | the first a letter or a digit",
        "runs ls --data-dir file      | 2 | cannot be the data directory",
        "run hello.yaml --data-dir file | 2 | cannot be the data directory",
        "run ''                       | 2 | a file without a name",
        "block put ''                 | 2 | a file without a name",
        "dag import ''                | 2 | a file without a name",
        "store check nowhere          | 4 | there is no store to read",
        "store check                  | 4 | there is no store to read",
        "receipt verify file          | 2 | file is no receipt",
        "receipt show file            | 2 | file is no receipt",
        "dag import file              | 2 | file is no CAR archive",
        "config set                   | 2 | there is no command config set",
      })
  void isRefusedWithAWordOnWhatIsWrong(String line, int status, String what) throws IOException {
    Files.writeString(folder.resolve("file"), "some text");
    Files.copy(EXAMPLES.resolve("hello/hello.yaml"), folder.resolve("hello.yaml"));
    Files.copy(EXAMPLES.resolve("hello/hello.wasm"), folder.resolve("hello.wasm"));
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(
        folder.resolve("card.yaml"),
        """
        v: 0.2.0
        use: { hello: ./hello.wasm }
        tasks:
          greet: { run: "hello#greet", args: [Ada] }
        output: { card.txt: "{{ needs.greet.output }}" }
        """);
    var words = line.replace("''", "").split(" ", -1);

    var outcome = new Shell(folder).run(words);

    assertThat(outcome.status().number()).as(outcome.err()).isEqualTo(status);
    assertThat(outcome.err()).contains(what).doesNotContain("a mistake in ipvm itself");
    assertThat(folder.resolve("node.key")).doesNotExist();
  }

  @Test
  void aFunctionWhereAModuleIsWantedIsToldSo() {
    var shell = new Shell(folder);
    shell.run("fn", "add", "hello", EXAMPLES.resolve("hello/hello.wasm").toString());

    assertThat(shell.run("fn", "describe", "hello#greet").err())
        .contains("try: leave the function out: hello\n");
    assertThat(shell.run("fn", "describe", "hallo").err()).contains("try: hello\n");
    assertThat(shell.run("fn", "describe", "x.wasm").err()).contains("ipvm fn add NAME x.wasm");
  }

  @Test
  void aSettingThatIsWrongIsNamedWithItsPlace() throws IOException {
    Files.writeString(folder.resolve("ipvm.toml"), "output = 5\n");

    var outcome = new Shell(folder).run("fn", "ls");
    var blank = new Shell(folder).with("IPVM_HOME", " ").run("fn", "ls", "-o", "table");

    assertThat(outcome.err()).contains("unknown output format 5", "ipvm.toml takes one of");
    assertThat(blank.err()).contains("the data directory has no name", "variable IPVM_HOME");
  }

  @Test
  void aPathIntoTheInputHasALimit() {
    var within = new Shell(folder).run("run", HELLO, "--set", "a" + ".b".repeat(127) + "=1");
    var beyond = new Shell(folder).run("run", HELLO, "--set", "a" + ".b".repeat(128) + "=1");

    assertThat(within.status()).as(within.err()).isEqualTo(ExitStatus.OK);
    assertThat(beyond.err()).contains("it has 129 steps, limit 128");
  }

  @Test
  void whatWasTypedIsNotPrintedAtAnyLength() {
    var junk = "x".repeat(100_000);

    for (var words :
        new String[][] {
          {junk}, {"run", junk}, {"run", "--" + junk}, {"receipt", "show", junk}, {"runs", junk}
        }) {
      assertThat(new Shell(folder).run(words).err()).hasSizeLessThan(5_000);
    }
  }

  @Test
  void documentsAreLookedAtWhileAnotherProcessRuns() {
    var shell = new Shell(folder);
    shell.run("run", HELLO, "--quiet");
    try (var _ = EmbeddedStore.open(folder.resolve("data"), Clock.systemUTC())) {
      assertThat(shell.run("run", HELLO).status()).isEqualTo(ExitStatus.STORE_LOCKED);

      assertThat(shell.run("workflow", "validate", HELLO).status()).isEqualTo(ExitStatus.OK);
      assertThat(shell.run("workflow", "graph", HELLO).status()).isEqualTo(ExitStatus.OK);
      assertThat(shell.run("workflow", "compile", HELLO).status()).isEqualTo(ExitStatus.OK);
      assertThat(shell.run("workflow", "diff", HELLO, HELLO).status()).isEqualTo(ExitStatus.OK);
      assertThat(shell.run("workflow", "lint", HELLO).status()).isEqualTo(ExitStatus.OK);
      assertThat(shell.run("run", HELLO, "--dry-run").out()).contains("replay");
    }
  }

  @Test
  void lookingAtADocumentMakesNoDataDirectory() {
    var outcome = new Shell(folder).run("workflow", "validate", HELLO);
    var plan = new Shell(folder).run("run", HELLO, "--dry-run", "-o", "jsonl");

    assertThat(outcome.err()).isEmpty();
    assertThat(plan.out()).contains("\"plan\":\"miss\"");
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
