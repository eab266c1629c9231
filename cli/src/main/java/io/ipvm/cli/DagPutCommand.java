package io.ipvm.cli;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import java.io.IOException;

/// `ipvm dag put FILE|-`: a value as one block.
final class DagPutCommand implements Command {
  /// Bytes of a block that other nodes will take (Bitswap's limit).
  private static final int LIMIT = 2 * 1024 * 1024;

  @Override
  public Syntax syntax() {
    return Syntax.of("Stores a value as one block and prints its CID.")
        .operand("FILE", "the value; - reads standard input")
        .option("--input-codec", "dag-json|dag-cbor|dag-pb|raw", "its form; dag-json by default")
        .option(
            "--store-codec", "dag-cbor|dag-json|dag-pb|raw", "of the block; dag-cbor by default")
        .example("echo '{\"hello\":\"world\"}' | ipvm dag put -")
        .example("ipvm dag put value.json --store-codec dag-json -o id");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    long from = codec("--input-codec", arguments.option("--input-codec").orElse("dag-json"));
    long to = codec("--store-codec", arguments.option("--store-codec").orElse("dag-cbor"));
    var operand = arguments.operand(0);
    var value = Codec.decode(from, read(operand, session.console()));
    var block = Block.of(to, Codec.encode(to, value));
    requireAtMost(block.bytes(), operand);
    BlockPutCommand.store(block, session);
    return ExitStatus.OK;
  }

  private static long codec(String option, String name) {
    return switch (name) {
      case "raw" -> Codec.RAW;
      case "dag-pb" -> Codec.DAG_PB;
      case "dag-cbor" -> Codec.DAG_CBOR;
      case "dag-json" -> Codec.DAG_JSON;
      default ->
          throw Failure.usage(
              "unknown codec " + Text.visible(name),
              option + " takes dag-json, dag-cbor, dag-pb or raw",
              option + " dag-json");
    };
  }

  private static Bytes read(String operand, Console console) throws IOException {
    try (var in = operand.equals("-") ? console.in() : console.open(operand)) {
      // The text of a value may be longer than its block.
      var bytes = Bytes.owned(in.readNBytes(2 * LIMIT + 1));
      if (bytes.size() > 2 * LIMIT) {
        throw tooLarge(operand, "more than " + 2 * LIMIT + " bytes, limit " + 2 * LIMIT);
      }
      return bytes;
    }
  }

  private static void requireAtMost(Bytes block, String operand) {
    if (block.size() > LIMIT) {
      throw tooLarge(operand, "its block has " + block.size() + " bytes, limit " + LIMIT);
    }
  }

  private static Failure tooLarge(String operand, String why) {
    return Failure.usage(
        Text.visible(operand) + " is too large for one block",
        why,
        "put its parts, and a value that links to them");
  }
}
