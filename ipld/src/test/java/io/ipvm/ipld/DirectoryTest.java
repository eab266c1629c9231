package io.ipvm.ipld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DirectoryTest {
  private final BlockMap blocks = new BlockMap();

  /// First half of MurmurHash3 x64 128, seed 0, as its author's program prints it.
  @ParameterizedTest
  @CsvSource({
    "'', 0000000000000000",
    "hello, cbd8a7b341bd9b02",
    "'hello, world', 342fac623a5ebc8e",
    "The quick brown fox jumps over the lazy dog, e34bbc7bbc071b6c",
  })
  void hashesNamesAsMurmur3(String name, String hash) {
    assertThat(Murmur3.hash(Bytes.utf8(name))).isEqualTo(Long.parseUnsignedLong(hash, 16));
  }

  /// What ipfs-unixfs-importer makes of that many files, each with its number for content.
  @ParameterizedTest
  @CsvSource({
    "300, NUMBERED, bafybeibh45w6eive2ed3hzhgcnsjvqewouctd5ladvn5zvkm6yhcqdiwgq",
    "6000, NUMBERED, bafybeihnlwddzv2h2dmvpennptgadv4qhxubrt27b567wyxxeecbraiiym",
    "5000, UNICODE, bafybeiekq53cc4yl2l3hiesprdvurbqvpdkmmaphd552s43na7fajc3cie",
    "20000, SHORT, bafybeifz5l42g5knmp5lncidbb5qqnysddh7md5sn76mrnmtspcsmo3y7e",
  })
  void namesLargeDirectoriesAsIpfsDoes(int files, Names names, String cid) throws IOException {
    assertThat(store(files, names).cid()).isEqualTo(Cid.parse(cid));
  }

  /// Ways to name files.
  enum Names {
    NUMBERED,
    UNICODE,
    SHORT;

    private String of(int i) {
      return switch (this) {
        case NUMBERED -> "entry number " + i;
        case UNICODE -> "ëntry-" + i + "-".repeat(i % 40);
        case SHORT -> Integer.toString(i, 36);
      };
    }
  }

  private UnixFs.Stored store(int files, Names names) throws IOException {
    var entries = new TreeMap<String, UnixFs.Stored>();
    for (int i = 0; i < files; i++) {
      var content = Bytes.utf8(Integer.toString(i)).toArray();
      entries.put(names.of(i), UnixFs.store(new ByteArrayInputStream(content), blocks));
    }
    return UnixFs.storeDirectory(entries, blocks);
  }

  @Test
  void listsAndFindsEveryEntryOfALargeDirectory() throws IOException {
    var directory = store(6000, Names.NUMBERED);

    var entries = UnixFs.list(directory.cid(), blocks);

    assertThat(UnixFs.kind(directory.cid(), blocks)).isEqualTo(UnixFs.Kind.DIRECTORY);
    assertThat(entries).hasSize(6000).extracting(UnixFs.Entry::name).doesNotHaveDuplicates();
    assertThat(entries)
        .allSatisfy(entry ->
            assertThat(UnixFs.resolve(directory.cid(), entry.name(), blocks))
                .contains(entry.cid()));
    assertThat(UnixFs.resolve(directory.cid(), "entry number 6000", blocks)).isEmpty();
    assertThat(UnixFs.resolve(directory.cid(), "0", blocks)).isEmpty();
    assertThat(directory.dagSize())
        .isEqualTo(blocks.blocks.values().stream().mapToLong(Bytes::size).sum());
  }

  @Test
  void fetchesOnlyTheShardsOnTheWay() throws IOException {
    var directory = store(6000, Names.NUMBERED);
    var fetched = new ArrayList<Cid>();

    UnixFs.resolve(
        directory.cid(),
        "entry number 42",
        cid -> {
          fetched.add(cid);
          return blocks.find(cid);
        });

    assertThat(fetched).hasSizeBetween(2, 3).startsWith(directory.cid());
  }

  @Test
  void refusesAnEntryThatDoesNotBelongInItsShard() {
    var shard = shard(256, new PbNode.Link(file(), "00misplaced", 1L));

    assertThatThrownBy(() -> UnixFs.list(shard, blocks))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("is a shard where \"misplaced\" does not belong");
  }

  @Test
  void refusesShardsThatRepeatBeforeTheyCostAnything() {
    var below = shard(256);
    for (int level = 0; level < 7; level++) {
      var links = new ArrayList<PbNode.Link>();
      for (int place = 0; place < 256; place++) {
        links.add(new PbNode.Link(below, String.format(Locale.ROOT, "%02X", place), 1L));
      }
      below = shard(256, links.toArray(PbNode.Link[]::new));
    }
    var root = below;

    assertThatThrownBy(() -> UnixFs.list(root, blocks))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("is a shard without entries");
  }

  @Test
  void refusesShardsBelowThemselvesWhereHashesEnd() {
    var below = shard(256, new PbNode.Link(file(), "00x", 1L));
    for (int level = 0; level < 8; level++) {
      below = shard(256, new PbNode.Link(below, "00", 1L));
    }
    var root = below;

    assertThatThrownBy(() -> UnixFs.list(root, blocks))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("deeper than hashes reach");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          256  | 0        | names no place
          256  | 0gname   | names no place
          256  | 0aname   | names no place
          16   | 10name   | does not belong
          4    | 0name    | shards of 4 places
          2048 | 000name  | shards of 2048 places
          100  | 00name   | shards of 100 places
          """)
  void refusesShardsThatBreakTheirFormat(int fanout, String link, String message) {
    var shard = shard(fanout, new PbNode.Link(file(), link, 1L));

    assertThatThrownBy(() -> UnixFs.list(shard, blocks))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesAnotherHash() {
    var node = UnixFsNode.shard(Bytes.of((byte) 1), new UnixFsNode.Shard(0x12, 256));
    var shard = UnixFs.store(new PbNode(List.of(), node.encode()), 0, blocks).cid();

    assertThatThrownBy(() -> UnixFs.list(shard, blocks)).hasMessageContaining("by hash 0x12");
  }

  private Cid shard(int fanout, PbNode.Link... links) {
    var node = UnixFsNode.shard(Bytes.of((byte) 1), new UnixFsNode.Shard(Murmur3.CODE, fanout));
    return UnixFs.store(new PbNode(List.of(links), node.encode()), 0, blocks).cid();
  }

  private Cid file() {
    var block = Block.of(Codec.RAW, Bytes.utf8("x"));
    blocks.put(block);
    return block.cid();
  }

  @Test
  void keepsSymbolicLinks() {
    var link = UnixFs.storeSymlink("../elsewhere/ü", blocks);
    var directory = UnixFs.storeDirectory(Map.of("link", link), blocks);

    var found = UnixFs.resolve(directory.cid(), "link", blocks).orElseThrow();

    assertThat(UnixFs.kind(found, blocks)).isEqualTo(UnixFs.Kind.SYMLINK);
    assertThat(UnixFs.readSymlink(found, blocks)).isEqualTo("../elsewhere/ü");
    assertThatThrownBy(() -> UnixFs.readSymlink(directory.cid(), blocks))
        .hasMessageContaining("is no symbolic link");
    assertThatThrownBy(() -> UnixFs.resolve(directory.cid(), "link/x", blocks))
        .hasMessageContaining("is no directory");
    assertThatThrownBy(() -> UnixFs.storeSymlink("", blocks))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> UnixFs.storeSymlink("x".repeat(4097), blocks))
        .isInstanceOf(MalformedException.class);
  }

  /// What `ipfs add` makes without further options: version 0, leaves wrapped in dag-pb.
  @Test
  void readsFilesAndDirectoriesOfVersion0() {
    var leaf = new UnixFsNode(UnixFsNode.Type.FILE, Bytes.utf8("hello\n"), 6L, List.of(), null);
    var file = version0(new PbNode(List.of(), leaf.encode()));
    var link = new PbNode.Link(file, "hello.txt", 14L);
    var directory = version0(new PbNode(List.of(link), UnixFsNode.directory().encode()));

    assertThat(file).hasToString("QmZULkCELmmk5XNfCgTnCyFgAVxBRBXyDHGGMVoLFLiXEN");
    assertThat(UnixFs.resolve(directory, "hello.txt", blocks)).contains(file);
    assertThat(UnixFs.read(file, blocks, 100)).isEqualTo(Bytes.utf8("hello\n"));
  }

  private Cid version0(PbNode node) {
    var bytes = node.encode();
    var cid = Cid.of(Bytes.fromHex("1220").concat(HashFunction.SHA2_256.digest(bytes)));
    blocks.put(new Block(cid, bytes));
    return cid;
  }
}
