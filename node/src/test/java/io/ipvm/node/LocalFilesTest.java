package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.UnixFs;
import io.ipvm.store.EmbeddedStore;
import io.ipvm.store.MemoryStore;
import io.ipvm.store.StoreException;
import io.ipvm.workflow.DocumentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalFilesTest {
  private final MemoryStore store = new MemoryStore();

  @TempDir private Path root;
  private Path folder;
  private LocalFiles files;

  @BeforeEach
  void layOut() throws IOException {
    folder = root.resolve("with space");
    Files.createDirectories(folder.resolve("photos/more"));
    Files.writeString(folder.resolve("a.txt"), "a");
    Files.writeString(folder.resolve("photos/b.jpg"), "b");
    Files.writeString(folder.resolve("photos/more/ü.jpg"), "u");
    Files.writeString(root.resolve("secret"), "s");
    files = new LocalFiles(folder, store);
  }

  @Test
  void storesAFileAndNamesItByContent() {
    var cid = files.file("./a.txt");

    assertThat(UnixFs.read(cid, store.blocks(), 10)).isEqualTo(Bytes.utf8("a"));
  }

  @Test
  void storesAFolderWithAllBelowIt() {
    var cid = files.directory("./photos");

    var below = UnixFs.resolve(cid, "more/ü.jpg", store.blocks()).orElseThrow();
    assertThat(UnixFs.read(below, store.blocks(), 10)).isEqualTo(Bytes.utf8("u"));
  }

  @Test
  void findsFilesByPatternInOrder() {
    assertThat(files.glob("./photos/**.jpg")).containsExactly("photos/b.jpg", "photos/more/ü.jpg");
    assertThat(files.glob("*.txt")).containsExactly("a.txt");
    assertThat(files.glob("*.none")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "photos/../../secret", "link"})
  void readsNothingOutsideTheFolder(String path) throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), root.resolve("secret"));

    assertThatThrownBy(() -> files.file(path))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED))
        .hasMessageContaining(path);
  }

  @Test
  void keepsPatternsInsideTheFolder() throws IOException {
    Files.createDirectories(root.resolve("other"));
    Files.writeString(root.resolve("other/x.jpg"), "x");
    Files.createSymbolicLink(folder.resolve("photos/away"), root.resolve("other"));

    var matches = files.glob("photos/**.jpg");

    assertThat(matches).doesNotContain("photos/away/x.jpg");
  }

  @Test
  void refusesAFolderThatContainsItself() throws IOException {
    Files.createSymbolicLink(folder.resolve("photos/self"), Path.of("."));

    assertThatThrownBy(() -> files.directory("photos"))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALLER_ERROR))
        .hasMessageContaining("'photos/self' is a link to a folder that it lies in");
  }

  @Test
  void takesOneFolderTwiceWhereItIsNoCircle() throws IOException {
    Files.createSymbolicLink(folder.resolve("photos/again"), Path.of("more"));

    var cid = files.directory("photos");

    assertThat(UnixFs.list(cid, store.blocks()))
        .extracting(UnixFs.Entry::name)
        .containsExactly("again", "b.jpg", "more");
  }

  @Test
  void refusesAPipe() throws IOException, InterruptedException {
    assumeTrue(new ProcessBuilder("mkfifo", folder + "/photos/pipe").start().waitFor() == 0);

    assertThatThrownBy(() -> files.file("photos/pipe"))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALLER_ERROR))
        .hasMessage("'photos/pipe' is no regular file");
    assertThatThrownBy(() -> files.directory("photos")).hasMessageContaining("photos/pipe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a", "photos/[z-a]"})
  void refusesABrokenPattern(String pattern) {
    assertThatThrownBy(() -> files.glob(pattern))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CALLER_ERROR))
        .hasMessageContaining("'" + pattern + "' is no pattern for files");
  }

  @Test
  void namesWhatIsNotThere() {
    assertThatThrownBy(() -> files.file("./b.txt"))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("b.txt");
  }

  @Test
  void tellsFilesAndFoldersApart() {
    assertThatThrownBy(() -> files.file("photos")).hasMessageContaining("dir:photos");
    assertThatThrownBy(() -> files.directory("a.txt")).hasMessageContaining("file:a.txt");
  }

  @Test
  void findsModulesByTheirRegisteredName() {
    var cid = files.file("a.txt");
    store.name("mine", cid);

    assertThat(files.module("mine")).contains(cid);
    assertThat(files.module("yours")).isEmpty();
  }

  @Test
  void aStoreThatCannotTakeAFileIsNoMistakeOfTheDocument() {
    try (var full = EmbeddedStore.openReadOnly(root)) {
      var reader = new DocumentReader(new LocalFiles(folder, full));
      var document = "v: 0.2.0\ntasks: { a: { call: java/a@1, with: '{{ file:./a.txt }}' } }\n";

      assertThatThrownBy(() -> reader.read(Bytes.utf8(document), "a.yaml"))
          .isInstanceOf(StoreException.class);
    }
  }
}
