package io.ipvm.cli;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import java.io.IOException;

/// `ipvm block put FILE|-`: bytes as one block.
final class BlockPutCommand implements Command {
  /// Bytes of a block that other nodes will take (Bitswap's limit).
  private static final int LIMIT = 2 * 1024 * 1024;

  @Override
  public Syntax syntax() {
    return Syntax.of("Stores a file's bytes as one block and prints its CID.")
        .operand("FILE", "the bytes; - reads standard input")
        .option("--codec", "raw|dag-cbor|dag-json", "what they are; raw by default")
        .example("echo '{\"a\":1}' | ipvm block put - --codec dag-json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var operand = arguments.operand(0);
    var bytes = read(operand, session.console());
    if (bytes.size() > LIMIT) {
      throw Failure.usage(
          Text.visible(operand) + " is too large for one block",
          "it has more than " + LIMIT + " bytes, the limit",
          "name it in a document as {{ file:./... }}: then it is stored in parts");
    }
    var block = block(arguments.option("--codec").orElse("raw"), bytes);
    store(block, session);
    return ExitStatus.OK;
  }

  /// Stores a block durably, also in place of a damaged one, and prints its name.
  static void store(Block block, Session session) {
    var blocks = session.node().store().blocks();
    blocks.putAgain(block);
    blocks.sync();
    session
        .printer()
        .fields(
            Answer.fields().put("cid", block.cid()).put("bytes", block.bytes().size()).build(),
            block.cid().toString());
  }

  /// DAG-JSON is put into its canonical form; a block of it that has another form is none.
  private static Block block(String codec, Bytes bytes) {
    return switch (codec) {
      case "raw" -> Block.of(Codec.RAW, bytes);
      case "dag-cbor" -> Block.of(Codec.DAG_CBOR, DagCbor.encode(DagCbor.decode(bytes)));
      case "dag-json" ->
          Block.of(Codec.DAG_JSON, Bytes.utf8(DagJson.encode(DagJson.decode(bytes))));
      default ->
          throw Failure.usage(
              "unknown codec " + Text.visible(codec),
              "--codec takes raw, dag-cbor or dag-json",
              "--codec raw");
    };
  }

  private static Bytes read(String operand, Console console) throws IOException {
    if (operand.equals("-")) {
      return Bytes.owned(console.in().readNBytes(LIMIT + 1));
    }
    try (var in = console.open(operand)) {
      return Bytes.owned(in.readNBytes(LIMIT + 1));
    }
  }
}
