package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFilesTest {
  private static final Cid LINK =
      Cid.parse("bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q");

  @TempDir private Path folder;

  @Test
  void writesEveryKindOfValue() throws IOException {
    var output =
        MapNode.builder()
            .put("a.bin", Bytes.of((byte) 1, (byte) 2))
            .put("b.png", Node.of(LINK))
            .put("c.txt", "text")
            .put("sub/d.json", Node.list(Node.of(1)))
            .put("note", "no file: it has no extension")
            .build();

    var written = files().write(output);

    assertThat(written)
        .extracting(OutputFiles.Written::name)
        .containsExactly("a.bin", "b.png", "c.txt", "sub/d.json");
    assertThat(out("a.bin")).hasBinaryContent(new byte[] {1, 2});
    assertThat(out("b.png")).hasContent(LINK.toString());
    assertThat(out("c.txt")).hasContent("text");
    assertThat(out("sub/d.json")).hasContent("[\n  1\n]\n");
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void replacesAnOlderFile() throws IOException {
    files().write(MapNode.of("a.txt", Node.of("old")));

    files().write(MapNode.of("a.txt", Node.of("new")));

    assertThat(out("a.txt")).hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.txt",
        "/etc/a.txt",
        "a/../../b.txt",
        "a//b.txt",
        "./a.txt",
        "c:\\a.txt",
        "a\nb.txt",
        "nul.txt",
        "COM1.png",
        "a\u0000.txt",
        "..\\a.txt",
        "\u001b[2J.txt",
      })
  void refusesNamesThatAreNoPlainPath(String name) {
    var output = MapNode.builder().put("fine.txt", "x").put(name, "y").build();

    assertThatThrownBy(() -> files().write(output))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.USAGE));
    assertThat(folder.resolve("out/fine.txt")).doesNotExist();
  }

  @Test
  void refusesAFolderThatLeadsOut() throws IOException {
    var outside = Files.createDirectory(folder.resolve("outside"));
    Files.createDirectory(folder.resolve("out"));
    Files.createSymbolicLink(folder.resolve("out/sub"), outside);

    assertThatThrownBy(() -> files().write(MapNode.of("sub/a.txt", Node.of("x"))))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("leads through a link");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void replacesALinkInsteadOfFollowingIt() throws IOException {
    var precious = Files.writeString(folder.resolve("precious.txt"), "precious");
    Files.createDirectory(folder.resolve("out"));
    Files.createSymbolicLink(folder.resolve("out/a.txt"), precious);

    files().write(MapNode.of("a.txt", Node.of("x")));

    assertThat(precious).hasContent("precious");
    assertThat(out("a.txt")).hasContent("x");
  }

  @Test
  void refusesToReplaceAFolder() throws IOException {
    Files.createDirectories(folder.resolve("out/a.txt"));

    assertThatThrownBy(() -> files().write(MapNode.of("a.txt", Node.of("x"))))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.status()).isEqualTo(ExitStatus.CONFLICT));
  }

  @Test
  void knowsWhichOutputsNameFiles() {
    assertThat(OutputFiles.names(MapNode.of("a.txt", Node.NULL))).isTrue();
    assertThat(OutputFiles.names(MapNode.of("total", Node.NULL))).isFalse();
    assertThat(OutputFiles.names(MapNode.of("dir.d/name", Node.NULL))).isFalse();
    assertThat(OutputFiles.names(MapNode.of(".hidden", Node.NULL))).isFalse();
    assertThat(OutputFiles.names(Node.of("a.txt"))).isFalse();
  }

  private OutputFiles files() {
    return new OutputFiles(cid -> Bytes.utf8(cid.toString()), folder.resolve("out"));
  }

  private Path out(String name) {
    return folder.resolve("out").resolve(name);
  }
}
