package io.ipvm.cli;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.Node;
import java.util.Locale;

/// `ipvm block stat CID`: what a block is, without its bytes.
final class BlockStatCommand implements Command {
  /// Multicodec number of the "hash" that is the block itself.
  private static final long IDENTITY = 0x00;

  @Override
  public Syntax syntax() {
    return Syntax.of("Shows the size of a block, and what its CID says about it.")
        .operand("CID", "of the block, or the start of it")
        .example("ipvm block stat bafy... -o json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var cid = Lookup.cid(session.reader(), arguments.operand(0));
    var block = new Block(cid, session.reader().blocks().require(cid));
    session
        .printer()
        .fields(
            Answer.fields()
                .put("cid", cid)
                .put("bytes", block.bytes().size())
                .put("version", cid.version())
                .put("codec", codec(cid.codec()))
                .put("hash", hash(cid.multihashCode()))
                .put("links", Node.links(block.value()).size())
                .build(),
            cid.toString());
    return ExitStatus.OK;
  }

  /// The name in the multicodec table, or the number.
  static String codec(long codec) {
    if (codec == Codec.RAW) {
      return "raw";
    } else if (codec == Codec.DAG_PB) {
      return "dag-pb";
    } else if (codec == Codec.DAG_CBOR) {
      return "dag-cbor";
    } else if (codec == Codec.DAG_JSON) {
      return "dag-json";
    }
    return "0x" + Long.toHexString(codec);
  }

  private static String hash(long code) {
    return code == IDENTITY
        ? "identity"
        : HashFunction.find(code)
            .map(function -> function.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .orElse("0x" + Long.toHexString(code));
  }
}
