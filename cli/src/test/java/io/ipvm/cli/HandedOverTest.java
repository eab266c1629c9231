package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes from strangers is refused in three lines, whatever it is.
final class HandedOverTest {
  @TempDir private Path folder;
  private Shell shell;
  private String container = "";

  @BeforeEach
  void open() {
    shell = new Shell(folder);
    shell.run("init");
    container = shell.run("ucan", "delegate", "--to", "node").out().strip();
  }

  private void refused(byte[] content, String why) throws IOException {
    Files.write(folder.resolve("x.ucan"), content);
    for (var command : new String[] {"inspect", "verify", "import"}) {
      var outcome = shell.run("ucan", command, "x.ucan");

      assertThat(outcome.status()).as(command).isEqualTo(ExitStatus.USAGE);
      assertThat(outcome.err()).as(command).contains("x.ucan is no token").contains(why);
      assertThat(outcome.err().lines()).hasSizeLessThanOrEqualTo(3);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFileThatIsNoTokenIsRefused() throws IOException {
    refused(utf8("hello, world"), "");
    refused(new byte[0], "empty");
    refused(utf8("{\"tasks\": 1}"), "");
    refused(utf8("[1, 2]"), "");
    refused(new byte[] {(byte) 0x82, 0, 1}, "");
  }

  @Test
  void aTruncatedContainerIsRefused() throws IOException {
    refused(utf8(container.substring(0, container.length() / 2 / 4 * 4 + 1)), "");
    refused(utf8(container.substring(0, 40)), "");
  }

  @Test
  void aContainerOfTenMegabytesIsRefused() throws IOException {
    var large = new byte[10 * 1024 * 1024];
    Arrays.fill(large, (byte) 'A');
    large[0] = 'B';
    refused(large, "");
    var larger = new byte[13 * 1024 * 1024];
    larger[0] = '@';
    larger[1] = (byte) 0xa1;
    refused(larger, "limit");
  }

  @Test
  void aBombIsNotInflated() throws IOException {
    var zipped = new ByteArrayOutputStream();
    zipped.write('M');
    try (var gzip = new GZIPOutputStream(zipped)) {
      var zeros = new byte[1024 * 1024];
      for (int i = 0; i < 64; i++) {
        gzip.write(zeros);
      }
    }
    refused(zipped.toByteArray(), "8388608");
  }

  @Test
  void anUnknownKeyInAContainerIsRefused() throws IOException {
    var cbor = DagCbor.encode(MapNode.of("ctn-v2", Node.list()));
    refused(Bytes.utf8("@").concat(cbor).toArray(), "ctn-v1");
  }

  @Test
  void aForgedTokenIsNotKept() throws IOException {
    var token = ContainerReader.read(Bytes.utf8(container)).delegations().getLast();
    var forged = token.bytes().toArray();
    forged[10] ^= 1;
    Files.writeString(
        folder.resolve("forged.ucan"), Multibase.BASE64_URL.encode(Bytes.owned(forged)));

    var kept = shell.run("ucan", "import", "forged.ucan");
    var seen = shell.run("ucan", "inspect", "forged.ucan");

    assertThat(kept.status()).isEqualTo(ExitStatus.MISMATCH);
    assertThat(kept.err()).contains("nothing was kept").contains("not signed by its issuer");
    assertThat(seen.status()).isEqualTo(ExitStatus.OK);
    assertThat(seen.out()).contains("bad signature");
  }

  @Test
  void aLoneTokenIsReadInEachOfItsForms() throws IOException {
    var token = ContainerReader.read(Bytes.utf8(container)).delegations().getLast();
    Files.write(folder.resolve("raw"), token.bytes().toArray());
    Files.writeString(folder.resolve("json"), token.toJson());

    for (var operand : new String[] {"raw", "json", Multibase.BASE32.encode(token.bytes())}) {
      var outcome = shell.run("ucan", "inspect", operand, "-o", "id");

      assertThat(outcome.out().strip()).as(outcome.err()).isEqualTo(Whom.token(token.cid()));
    }
    assertThat(shell.run("ucan", "inspect", "raw", "-o", "dag-json").out().strip())
        .isEqualTo(token.toJson());
  }

  @Test
  void aKeptTokenIsNamedByItsStart() {
    var name = shell.run("ucan", "ls", "-o", "id").out().lines().toList().getLast();

    assertThat(shell.run("ucan", "inspect", name.substring(0, 12)).status())
        .isEqualTo(ExitStatus.OK);
    assertThat(shell.run("ucan", "inspect", "zdpuAAAAAAAA").status())
        .isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(shell.run("ucan", "inspect", "nowhere.ucan").status())
        .isEqualTo(ExitStatus.NOT_FOUND);
  }

  @Test
  void aTaskOfHomestarIsShownAndGrantsNothing() throws IOException {
    Files.writeString(
        folder.resolve("task.json"),
        """
        {"cause":null,"meta":{"memory":1024,"time":100},"prf":[],"run":{"input":{"args":["Ada"],"func":"greet"},\
        "nnc":"","op":"wasm/run","rsc":"ipfs://bafkreiackyjqj2hqwrmv32ho27rjjg4h52u63tbav4svwoopbzb7h35evu"}}
        """
            .strip());

    var seen = shell.run("ucan", "inspect", "task.json");
    var machine = shell.run("ucan", "inspect", "task.json", "-o", "json");
    var verified = shell.run("ucan", "verify", "task.json");

    assertThat(seen.out())
        .as(seen.err())
        .contains("(Homestar)")
        .contains(".op")
        .contains("wasm/run");
    assertThat(machine.out()).contains("\"kind\": \"older\"");
    assertThat(verified.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(verified.err()).contains("1 token of before 1.0");
  }

  @Test
  void documentsAreNoContainers() {
    for (var form : ContainerForm.values()) {
      assertThat(HandedOver.isContainer(Bytes.utf8(form.header() + "ig: yes\n"))).isFalse();
    }
    assertThat(HandedOver.isContainer(Bytes.utf8("name: x\ntasks: {}\n"))).isFalse();
    assertThat(HandedOver.isContainer(Bytes.utf8(container))).isTrue();
  }

  @Test
  void optionsOfDocumentsAreRefusedForContainers() throws IOException {
    Files.writeString(folder.resolve("x.ucan"), container);

    assertThat(shell.run("run", "x.ucan").err()).contains("asks for nothing");
    assertThat(shell.run("run", "x.ucan", "--set", "a=1").err()).contains("--set is for workflows");
    assertThat(shell.run("run", "x.ucan", "--dry-run").err()).contains("ipvm ucan verify");
  }
}
