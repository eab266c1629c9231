package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A start of a CID stands for the CID.
final class CidPrefixTest {
  @TempDir private Path folder;

  @Test
  void itsRangeHoldsTheCidsThatBeginSoAndNoOthers() {
    var cids =
        IntStream.range(0, 500)
            .mapToObj(i -> Block.of(Codec.RAW, Bytes.utf8("block " + i)).cid())
            .toList();

    for (int length = CidPrefix.SHORTEST; length < 20; length++) {
      var prefix = cids.getFirst().toString().substring(0, length);
      var range = CidPrefix.of(prefix).orElseThrow();
      for (var cid : cids) {
        boolean within =
            cid.bytes().compareTo(range.from()) >= 0 && cid.bytes().compareTo(range.below()) < 0;
        assertThat(within).isEqualTo(cid.toString().startsWith(prefix));
      }
    }
  }

  @Test
  void isNoneIfItIsTooShortOrInAnotherAlphabet() {
    assertThat(CidPrefix.of("bafyreibb")).isEmpty();
    assertThat(CidPrefix.of("bafyreibbb")).isPresent();
    assertThat(CidPrefix.of("bafyreibbb1")).isEmpty();
    assertThat(CidPrefix.of("QmYwAPJzv5CZsnA")).isEmpty();
    assertThat(CidPrefix.of("b" + "7".repeat(70))).isPresent();
  }

  @Test
  void receiptsAndBlocksAreFoundByTheStartOfTheirCid() {
    var shell = new Shell(folder);
    shell.run("run", Path.of("..", "examples", "hello", "hello.yaml").toAbsolutePath().toString());
    var receipt = shell.run("receipt", "ls", "-o", "id").out().strip();
    var block = shell.typing("[1]").run("dag", "put", "-", "-o", "id").out().strip();

    var start = receipt.substring(0, 14);
    assertThat(shell.run("receipt", "show", start, "-o", "id").out().strip()).isEqualTo(receipt);
    assertThat(shell.run("receipt", "tree", start).status()).isEqualTo(ExitStatus.OK);
    assertThat(shell.run("receipt", "verify", start).status()).isEqualTo(ExitStatus.OK);
    assertThat(shell.run("receipt", "export", start).data().size()).isPositive();
    assertThat(shell.run("dag", "get", "ipfs://" + block.substring(0, 16) + "/0").out())
        .isEqualTo("1\n");
    assertThat(shell.run("block", "stat", block.substring(0, 12), "-o", "id").out().strip())
        .isEqualTo(block);
    assertThat(shell.run("dag", "stat", start, "-o", "id").out().strip()).isEqualTo(receipt);
    assertThat(shell.run("dag", "export", start).status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void aCidIsFoundAsANarrowTableShowsIt() {
    var shell = new Shell(folder);
    shell.run("run", Path.of("..", "examples", "hello", "hello.yaml").toAbsolutePath().toString());
    var receipt = shell.run("receipt", "ls", "-o", "id").out().strip();

    var table = new Shell(folder).onTerminal(40).with("NO_COLOR", "1").run("receipt", "ls").out();
    var shown = table.lines().skip(1).findFirst().orElseThrow().split(" ", -1)[0];

    assertThat(shown).contains("…").hasSize(16);
    assertThat(shell.run("receipt", "show", shown, "-o", "id").out().strip()).isEqualTo(receipt);
    assertThat(shell.run("receipt", "show", shown + "x").status()).isEqualTo(ExitStatus.NOT_FOUND);
  }

  @Test
  void aStartOfSeveralIsRefusedWithWhatItCouldMean() {
    var shell = new Shell(folder);
    var seen = new HashSet<String>();
    var start = "";
    for (int i = 0; start.isEmpty(); i++) {
      // Raw blocks share seven characters; three more are few enough for two of the same soon.
      var cid = Block.of(Codec.RAW, Bytes.utf8("number " + i)).cid().toString();
      if (!seen.add(cid.substring(0, CidPrefix.SHORTEST))) {
        start = cid.substring(0, CidPrefix.SHORTEST);
      }
    }
    for (int i = 0; i < seen.size() + 1; i++) {
      var text = "number " + i;
      if (Block.of(Codec.RAW, Bytes.utf8(text)).cid().toString().startsWith(start)) {
        shell.typing(text).run("block", "put", "-");
      }
    }

    var outcome = shell.run("block", "stat", start);

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err()).contains(start + " can be several CIDs", "it can be " + start);
  }

  @Test
  void aStartOfNothingIsNotFound() {
    var shell = new Shell(folder);

    var outcome = shell.run("receipt", "show", "bafyreibbbbbb");

    assertThat(outcome.status()).isEqualTo(ExitStatus.NOT_FOUND);
    assertThat(outcome.err()).contains("nothing here has a CID that begins with bafyreibbbbbb");
    assertThat(shell.run("receipt", "show", "bafyrei").status()).isEqualTo(ExitStatus.USAGE);
  }
}
