package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ipvm.testkit.Conformance;
import io.ipvm.testkit.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnixFsTest {
  private final BlockMap blocks = new BlockMap();

  /// What `ipfs add --cid-version=1` makes of that many zeros; computed with ipfs-unixfs-importer.
  @ParameterizedTest
  @CsvSource({
    "0, 0, bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "1, 1, bafkreidogqfzz75tpkmjzjke425xqcrmpcib2p5tg44hnbirumdbpl5adu",
    "262144, 262144, bafkreiekhhjkxu4ztk3tyng3er3ijhg56mb44oe3gwbgquhzu4afrg2ksa",
    "262145, 262249, bafybeigllfqgfpqydppr6cmv56g7ax4wyhruzswvcefv6j5kj77nzttfki",
    "45613056, 45621766, bafybeibxsa3ioclowpaq7b6gxl65gzqneopfr3fnhedak6sqr4bjz5lnyq",
    "45613057, 45621926, bafybeihqwzd3o6q6v3pmwhzjy22vokhr767burokmqemg63hptx2nqd7ym",
    "45875205, 45884130, bafybeicsepjlpfrddfmkptefqfcg4vdqhygzbgs6uzi6tbao5uqxlmezsi",
    "91226112, 91243645, bafybeigbbtzlzpitbdkziebtgdtwklm754jbnqz5hdbbc5apukpdbgqdte",
  })
  void namesFilesAsIpfsDoes(int size, long dagSize, String cid) throws IOException {
    assertThat(UnixFs.store(zeros(size), blocks))
        .isEqualTo(new UnixFs.Stored(Cid.parse(cid), size, dagSize));
  }

  @Test
  void namesDirectoriesAsIpfsDoes() throws IOException {
    var inner =
        UnixFs.storeDirectory(Map.of("é", text("x"), "z", text("y"), "a", text("")), blocks);
    var root = UnixFs.storeDirectory(Map.of("inner", inner, "big", store(300_000)), blocks);

    assertThat(inner.cid())
        .isEqualTo(Cid.parse("bafybeievxayxxlh5lq3wrk2i4kirhjlrfqrtxkqyrabhekprs26t5goyty"));
    assertThat(root.cid())
        .isEqualTo(Cid.parse("bafybeiastiyliw555qvkbvjfjt65cgv66duxxmuwwxo3bt7hzm5fjbgg3i"));
    assertThat(root.dagSize()).isEqualTo(300_353);
    assertThat(root.size()).isEqualTo(300_002);
  }

  private UnixFs.Stored text(String text) throws IOException {
    return UnixFs.store(new ByteArrayInputStream(Bytes.utf8(text).toArray()), blocks);
  }

  private UnixFs.Stored store(int zeros) throws IOException {
    return UnixFs.store(zeros(zeros), blocks);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        UnixFs.CHUNK - 1,
        UnixFs.CHUNK,
        UnixFs.CHUNK + 1,
        2 * UnixFs.CHUNK,
        174 * UnixFs.CHUNK,
        174 * UnixFs.CHUNK + 1,
        175 * UnixFs.CHUNK,
      })
  void readsBackWhatItWrote(int size) throws IOException {
    var content = new byte[size];
    for (int i = 0; i < size; i += 1000) {
      content[i] = (byte) (i * 31);
    }

    var stored = UnixFs.store(new ByteArrayInputStream(content), blocks);

    assertThat(stored.size()).isEqualTo(size);
    assertThat(stored.dagSize())
        .isEqualTo(blocks.blocks.values().stream().mapToLong(Bytes::size).sum() + repeated(stored));
    assertThat(UnixFs.size(stored.cid(), blocks)).isEqualTo(size);
    assertThat(UnixFs.read(stored.cid(), blocks, size)).isEqualTo(Bytes.owned(content));
    try (var stream = UnixFs.open(stored.cid(), blocks)) {
      assertThat(stream.readAllBytes()).isEqualTo(content);
    }
  }

  /// Bytes of leaves that are in the tree more than once, but only once in the store.
  private long repeated(UnixFs.Stored stored) {
    return leaves(stored.cid()).stream().mapToLong(cid -> blocks.require(cid).size()).sum()
        - leaves(stored.cid()).stream()
            .distinct()
            .mapToLong(cid -> blocks.require(cid).size())
            .sum();
  }

  private List<Cid> leaves(Cid cid) {
    return cid.codec() == Codec.RAW
        ? List.of(cid)
        : Node.links(DagPb.decode(blocks.require(cid))).stream()
            .flatMap(link -> leaves(link).stream())
            .toList();
  }

  @Test
  void buildsOneLevelUpToOneHundredSeventyFourChunksAndThenTwo() throws IOException {
    var one = UnixFs.write(zeros(174 * UnixFs.CHUNK), blocks);
    var two = UnixFs.write(zeros(174 * UnixFs.CHUNK + 1), blocks);

    assertThat(Node.links(DagPb.decode(blocks.require(one)))).hasSize(174);
    assertThat(Node.links(DagPb.decode(blocks.require(two)))).hasSize(2).first().isEqualTo(one);
  }

  @Test
  void readsOneByteAtATime() throws IOException {
    var cid = UnixFs.write(new ByteArrayInputStream(new byte[] {1, -1}), blocks);

    try (var stream = UnixFs.open(cid, blocks)) {
      assertThat(stream.available()).isEqualTo(2);
      assertThat(stream.read()).isEqualTo(1);
      assertThat(stream.read()).isEqualTo(255);
      assertThat(stream.read()).isEqualTo(-1);
      assertThat(stream.read(new byte[0])).isZero();
    }
  }

  @Test
  void refusesAFileAboveTheLimitBeforeFetchingItsParts() throws IOException {
    var cid = UnixFs.write(zeros(3 * UnixFs.CHUNK), blocks);
    blocks.blocks.keySet().removeIf(block -> !block.equals(cid));

    assertThatThrownBy(() -> UnixFs.read(cid, blocks, 3 * UnixFs.CHUNK - 1))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED))
        .hasMessage("file " + cid + " has 786432 bytes, limit 786431");
  }

  @Test
  void saysWhichBlockIsMissing() throws IOException {
    var cid = UnixFs.write(zeros(2 * UnixFs.CHUNK), blocks);
    var leaf = leaves(cid).getFirst();
    blocks.blocks.remove(leaf);

    assertThatThrownBy(() -> UnixFs.read(cid, blocks, Long.MAX_VALUE))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining(leaf.toString());
  }

  @Test
  void refusesABlockThatHoldsAnotherNumberOfBytesThanItsParentSays() throws IOException {
    var leaf = UnixFs.store(zeros(10), blocks);
    var root = file(leaf.cid(), 11);

    assertThatThrownBy(() -> UnixFs.read(root, blocks, 100))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("has 10 bytes of content, but its parent says 11");
  }

  @Test
  void refusesSizesThatDoNotAddUp() {
    var leaf = Cid.identity(Codec.RAW, Bytes.utf8("0123456789"));
    var links = List.of(new PbNode.Link(leaf, "", 10L));

    var wrongSum =
        put(
            new PbNode(
                links,
                new UnixFsNode(UnixFsNode.Type.FILE, null, 11L, List.of(10L), null).encode()));
    var wrongCount = put(new PbNode(links, UnixFsNode.file(20, List.of(10L, 10L)).encode()));

    assertThatThrownBy(() -> UnixFs.read(wrongSum, blocks, 100))
        .hasMessageContaining("file size is 11, but its parts have 10 bytes");
    assertThatThrownBy(() -> UnixFs.read(wrongCount, blocks, 100))
        .hasMessageContaining("1 links, but 2 sizes");
  }

  @Test
  void doesNotWalkATreeOfEmptyFiles() {
    // Twenty levels of 100 links each to the next: 100^20 paths, and not one byte.
    var cid =
        UnixFs.store(new PbNode(List.of(), UnixFsNode.file(0, List.of()).encode()), 0, blocks)
            .cid();
    for (int i = 0; i < 20; i++) {
      var link = new PbNode.Link(cid, "", 0L);
      cid =
          put(
              new PbNode(
                  Collections.nCopies(100, link),
                  UnixFsNode.file(0, Collections.nCopies(100, 0L)).encode()));
    }

    assertThat(UnixFs.read(cid, blocks, 100)).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void readsAFileUpToTheDepthLimit() throws IOException {
    var cid = UnixFs.write(zeros(1), blocks);
    for (int i = 0; i < UnixFs.MAX_DEPTH; i++) {
      cid = file(cid, 1);
    }
    var deepest = cid;
    var tooDeep = file(cid, 1);

    assertThat(UnixFs.read(deepest, blocks, 1).size()).isEqualTo(1);
    assertThatThrownBy(() -> UnixFs.read(tooDeep, blocks, 1))
        .hasMessageContaining("deeper than 32");
  }

  private Cid file(Cid child, long size) {
    return put(
        new PbNode(
            List.of(new PbNode.Link(child, "", size)),
            UnixFsNode.file(size, List.of(size)).encode()));
  }

  private Cid put(PbNode node) {
    return UnixFs.store(node, 0, blocks).cid();
  }

  @Test
  void listsADirectoryInTheOrderOfItsNamesAndFindsWhatLiesInIt() throws IOException {
    var small = UnixFs.store(zeros(1), blocks);
    var inner = UnixFs.storeDirectory(Map.of("é", small, "z", small, "a", small), blocks);
    var root = UnixFs.storeDirectory(Map.of("inner", inner, "file", small), blocks);

    assertThat(UnixFs.list(inner.cid(), blocks))
        .containsExactly(
            new UnixFs.Entry("a", small.cid(), 1),
            new UnixFs.Entry("z", small.cid(), 1),
            new UnixFs.Entry("é", small.cid(), 1));
    assertThat(UnixFs.list(root.cid(), blocks))
        .contains(new UnixFs.Entry("inner", inner.cid(), inner.dagSize()));
    assertThat(UnixFs.resolve(root.cid(), "inner/z", blocks)).contains(small.cid());
    assertThat(UnixFs.resolve(root.cid(), "/inner/", blocks)).contains(inner.cid());
    assertThat(UnixFs.resolve(root.cid(), "", blocks)).contains(root.cid());
    assertThat(UnixFs.resolve(root.cid(), "inner/absent", blocks)).isEmpty();
    assertThatThrownBy(() -> UnixFs.resolve(root.cid(), "file/z", blocks))
        .hasMessageEndingWith("is no directory");
    assertThat(UnixFs.resolve(root.cid(), "/".repeat(UnixFs.MAX_PATH - 1), blocks))
        .contains(root.cid());
    assertThatThrownBy(() -> UnixFs.resolve(root.cid(), "/".repeat(UnixFs.MAX_PATH), blocks))
        .hasMessageContaining("path has 257 names, limit 256");
    assertThat(UnixFs.isDirectory(root.cid(), blocks)).isTrue();
    assertThat(UnixFs.isDirectory(small.cid(), blocks)).isFalse();
    assertThatThrownBy(() -> UnixFs.read(root.cid(), blocks, 1))
        .hasMessageEndingWith("is a directory, not a file");
  }

  @Test
  void namesTheEmptyDirectoryAsIpfsDoes() {
    assertThat(UnixFs.storeDirectory(Map.of(), blocks).cid())
        .isEqualTo(Cid.parse("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\0", "\ud800"})
  void refusesNamesThatLeaveTheDirectory(String name) throws IOException {
    var small = UnixFs.store(zeros(1), blocks);

    assertThatThrownBy(() -> UnixFs.storeDirectory(Map.of(name, small), blocks))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("cannot be a name");
  }

  @Test
  void refusesADirectoryWithTwoEntriesOfOneNameOrAnEvilOne() throws IOException {
    var small = UnixFs.write(zeros(1), blocks);
    var link = new PbNode.Link(small, "a", 1L);
    var twice = put(new PbNode(List.of(link, link), UnixFsNode.directory().encode()));
    var evil =
        put(
            new PbNode(
                List.of(new PbNode.Link(small, "../x", 1L)), UnixFsNode.directory().encode()));

    assertThatThrownBy(() -> UnixFs.list(twice, blocks)).hasMessageContaining("two entries \"a\"");
    assertThatThrownBy(() -> UnixFs.list(evil, blocks)).hasMessageContaining("cannot be a name");
  }

  @Test
  void refusesBlocksOfOtherCodecs() {
    var cbor = Block.of(Codec.DAG_CBOR, DagCbor.encode(Node.NULL));
    blocks.put(cbor);

    assertThatThrownBy(() -> UnixFs.read(cbor.cid(), blocks, 1))
        .hasMessageContaining("neither raw nor dag-pb");
  }

  @Test
  void refusesSizesThatAddUpToNothing() {
    var message =
        new Protobuf.Message()
            .varint(1, 2)
            .sized(2, Bytes.utf8("x"))
            .varint(4, 1)
            .varint(4, Long.MAX_VALUE - 1);
    var leaf = Block.of(Codec.RAW, Bytes.utf8("y"));
    var link = new PbNode.Link(leaf.cid(), "", 1L);
    var root = Block.of(Codec.DAG_PB, new PbNode(List.of(link, link), message.bytes()).encode());
    blocks.put(leaf);
    blocks.put(root);

    assertThatThrownBy(() -> UnixFs.read(root.cid(), blocks, 1024))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("sizes add up to more than 63 bits");
  }

  @Test
  void readsAndWritesThePublishedNodes() throws IOException {
    var folder = TestData.find("ipld/unixfs");
    assumeTrue(folder.isPresent(), TestData.ABSENT);

    for (var name : List.of("directory", "file.txt", "raw", "symlink.txt")) {
      var bytes = Bytes.owned(Files.readAllBytes(folder.orElseThrow().resolve(name + ".unixfs")));
      var node = UnixFsNode.decode(bytes);
      assertThat(node.encode()).as(name).isEqualTo(bytes);
      if (name.equals("file.txt")) {
        assertThat(node.data())
            .isEqualTo(Bytes.owned(Files.readAllBytes(folder.orElseThrow().resolve("file.txt"))));
      }
    }
    Conformance.of("ipld/unixfs").passed(4).record();
  }

  @Test
  void readsAPublishedArchiveAsFiles() throws IOException {
    var archive = TestData.find("ipld/car/simple-unixfs.car");
    assumeTrue(archive.isPresent(), TestData.ABSENT);

    List<Cid> roots;
    try (var reader = new CarReader(Files.newInputStream(archive.orElseThrow()))) {
      roots = reader.roots();
      assertThat(reader.copyTo(blocks)).isEqualTo(22);
    }

    assertThat(walk(roots.getFirst())).isPositive();
    Conformance.of("ipld/car/simple-unixfs").passed(22).record();
  }

  private int walk(Cid cid) throws IOException {
    if (!UnixFs.isDirectory(cid, blocks)) {
      try (var stream = UnixFs.open(cid, blocks)) {
        assertThat(stream.readAllBytes()).hasSize((int) UnixFs.size(cid, blocks));
      }
      return 1;
    }
    int files = 0;
    for (var entry : UnixFs.list(cid, blocks)) {
      files += walk(entry.cid());
    }
    return files;
  }

  @Test
  void namesThePublishedPictureAsIpfsDoes() throws IOException {
    var picture = TestData.find("homestar/synthcat.png");
    assumeTrue(picture.isPresent(), TestData.ABSENT);

    try (var in = Files.newInputStream(picture.orElseThrow())) {
      assertThat(UnixFs.write(in, blocks))
          .isEqualTo(Cid.parse("bafybeiejevluvtoevgk66plh5t6xiy3ikyuuxg3vgofuvpeckb6eadresm"));
    }
  }

  private static InputStream zeros(int size) {
    return new ByteArrayInputStream(new byte[size]);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0a00, field 1 is no integer", // type
    "08021a00, field 3 is no integer", // file size
    "08022200, field 4 is no integer", // block sizes
    "1800, node without a type",
    "0806, type 6 is not known",
    "080218051200, 'file size is 5, but its parts have 0 bytes'",
  })
  void refusesBrokenUnixFs(String hex, String message) {
    assertThatThrownBy(() -> UnixFsNode.decode(Bytes.fromHex(hex)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("UnixFS: " + message);
  }

  @Test
  void passesOverRightsAndTimes() {
    var node = UnixFsNode.decode(Bytes.fromHex("08022a00" + "3a0408011000"));

    assertThat(node.type()).isEqualTo(UnixFsNode.Type.FILE);
  }
}
