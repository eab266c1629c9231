package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Receipts, listed and taken elsewhere.
final class ReceiptCommandsTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final String HELLO = EXAMPLES.resolve("hello/hello.yaml").toString();

  @TempDir private Path folder;

  @Test
  void listsWhatWasIssuedNewestRunFirst() {
    var shell = new Shell(folder);
    shell.run("run", HELLO, "--set", "name=Ada", "--id", "first");
    shell.run("run", HELLO, "--set", "name=Eve", "--id", "second");
    shell.run("run", HELLO, "--set", "name=Ada", "--id", "replay");

    var all = shell.run("receipt", "ls", "-o", "id").out().lines().toList();
    var first = shell.run("receipt", "ls", "--run", "first", "-o", "id").out().lines().toList();
    var replay = shell.run("receipt", "ls", "--run", "replay", "-o", "id").out().lines().toList();

    assertThat(all).hasSize(2);
    assertThat(first).containsExactly(all.getLast());
    assertThat(replay).isEqualTo(first);
    assertThat(shell.run("receipt", "ls", "--limit", "1", "-o", "id").out().strip())
        .isEqualTo(all.getFirst());
    assertThat(shell.run("receipt", "ls").out()).contains("RECEIPT", "greet", "done");
  }

  @Test
  void listsNothingWithAWordOnWhatWouldHelp() {
    var outcome = new Shell(folder).run("receipt", "ls", "--failed", "-o", "json");

    assertThat(outcome.out()).isEqualTo("[]\n");
    assertThat(outcome.err()).contains("no such receipts");
    assertThat(new Shell(folder).run("receipt", "ls", "--run", "no-such").status())
        .isEqualTo(ExitStatus.NOT_FOUND);
  }

  @Test
  void anExportedReceiptIsVerifiedElsewhere() throws IOException {
    var here = new Shell(folder);
    here.run("run", HELLO);
    var receipt = here.run("receipt", "ls", "-o", "id").out().strip();
    var there = new Shell(folder).with("IPVM_HOME", folder.resolve("there").toString());

    var exported = here.run("receipt", "export", receipt, "-O", "r.receipt");
    var streamed = here.run("receipt", "export", receipt);
    here.run("receipt", "export", receipt, "-O", "r.car");
    here.run("receipt", "export", receipt, "-O", "r.json");

    assertThat(exported.err()).contains("wrote r.receipt, receipt " + receipt);
    assertThat(folder.resolve("r.receipt")).hasBinaryContent(streamed.bytes());
    assertThat(there.run("receipt", "verify", "r.receipt", "-o", "id").out().strip())
        .isEqualTo(receipt);
    assertThat(Files.readString(folder.resolve("r.json"))).contains("\"ucan/inv@1.0.0\"");
    assertThat(there.run("dag", "import", "r.car").out()).contains(receipt);
    assertThat(there.run("receipt", "verify", receipt, "--replay").status())
        .isEqualTo(ExitStatus.OK);
  }

  @Test
  void bytesAreNotForATerminal() {
    var shell = new Shell(folder);
    shell.run("run", HELLO);
    var receipt = shell.run("receipt", "ls", "-o", "id").out().strip();
    var terminal = new Shell(folder).onTerminal(80);

    assertThat(terminal.run("receipt", "export", receipt).status()).isEqualTo(ExitStatus.USAGE);
    assertThat(terminal.run("receipt", "export", receipt, "--format", "dag-json").status())
        .isEqualTo(ExitStatus.OK);
    assertThat(terminal.run("receipt", "export", receipt, "--format", "pdf").err())
        .contains("--format takes dag-cbor, dag-json, car");
  }
}
