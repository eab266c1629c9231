package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values and blocks, put and counted.
final class DagCommandsTest {
  @TempDir private Path folder;

  @Test
  void aValueIsPutAsDagCborUnlessToldOtherwise() {
    var shell = new Shell(folder);

    var cbor = shell.typing("{\"hello\":\"world\"}").run("dag", "put", "-", "-o", "id");
    var json =
        shell
            .typing("{\"hello\":\"world\"}")
            .run("dag", "put", "-", "--store-codec", "dag-json", "-o", "id");

    // As `ipfs dag put` names them.
    assertThat(cbor.out().strip())
        .isEqualTo("bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae");
    assertThat(json.out()).startsWith("baguqee");
    assertThat(shell.run("dag", "get", cbor.out().strip() + "/hello", "-o", "jsonl").out())
        .isEqualTo("\"world\"\n");
  }

  @Test
  void aValueComesInWhateverFormItIsSaidToHave() throws IOException {
    var shell = new Shell(folder);
    Files.write(folder.resolve("value.cbor"), new byte[] {(byte) 0x82, 1, 2});

    var put = shell.run("dag", "put", "value.cbor", "--input-codec", "dag-cbor", "-o", "id");

    assertThat(shell.run("dag", "get", put.out().strip() + "/1").out()).isEqualTo("2\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":         | dag put -                        | 2",
        "1               | dag put - --store-codec raw      | 2",
        "1               | dag put - --store-codec json     | 2",
        "1               | dag put - --input-codec json     | 2",
        "1               | dag put nowhere.json             | 4",
        "1               | dag stat bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae | 4",
        "1               | block stat bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae | 4",
        "1               | block stat nonsense              | 2",
      })
  void refusesWhatIsNoValue(String typed, String line, int status) {
    var outcome = new Shell(folder).typing(typed).run(line.split(" ", -1));

    assertThat(outcome.status().number()).as(outcome.err()).isEqualTo(status);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void aValueThatIsTooLargeForABlockIsRefused() {
    var shell = new Shell(folder);
    var text = "\"" + "x".repeat(2 * 1024 * 1024) + "\"";

    var outcome = shell.typing(text).run("dag", "put", "-");
    var larger = shell.typing(text + " ".repeat(text.length())).run("dag", "put", "-");

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains("its block has 2097157 bytes, limit 2097152");
    assertThat(larger.err()).contains("more than 4194304 bytes");
  }

  @Test
  void countsWhatIsBelowAValueAndWhatIsMissing() {
    var shell = new Shell(folder);
    var leaf = shell.typing("[1]").run("dag", "put", "-", "-o", "id").out().strip();
    var missing = "bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q";
    var link = "{\"/\":\"" + leaf + "\"}";
    var root =
        shell
            .typing("[" + link + "," + link + ",{\"/\":\"" + missing + "\"}]")
            .run("dag", "put", "-", "-o", "id")
            .out()
            .strip();

    var outcome = shell.run("dag", "stat", root, leaf, "-o", "jsonl");

    assertThat(outcome.out().lines())
        .containsExactly(
            "{\"root\":\"" + root + "\",\"blocks\":2,\"bytes\":126,\"missing\":1}",
            "{\"root\":\"" + leaf + "\",\"blocks\":1,\"bytes\":2,\"missing\":0}");
  }

  @Test
  void saysWhatABlockIs() {
    var shell = new Shell(folder);
    var leaf = shell.typing("[1]").run("dag", "put", "-", "-o", "id").out().strip();
    var root =
        shell.typing("{\"/\":\"" + leaf + "\"}").run("dag", "put", "-", "-o", "id").out().strip();

    assertThat(shell.run("block", "stat", root, "-o", "jsonl").out())
        .isEqualTo(
            "{\"cid\":\""
                + root
                + "\",\"bytes\":41,\"version\":1,\"codec\":\"dag-cbor\",\"hash\":\"sha2-256\","
                + "\"links\":1}\n");
  }
}
