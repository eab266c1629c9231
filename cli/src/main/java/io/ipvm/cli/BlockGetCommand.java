package io.ipvm.cli;

/// `ipvm block get CID`: the bytes, as they are.
final class BlockGetCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Prints the bytes of a block, checked against its CID.")
        .operand("CID", "of the block, or the start of it")
        .example("ipvm block get bafy... | xxd");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var cid = Lookup.cid(session.reader(), arguments.operand(0));
    var bytes = session.reader().blocks().require(cid);
    if (session.console().terminal().out()) {
      throw Failure.usage(
          "a block is not for a terminal",
          Humane.size(bytes.size()) + " of bytes would go there",
          "ipvm dag get " + cid + ", or ipvm block get " + cid + " > FILE");
    }
    session.printer().bytes(bytes);
    return ExitStatus.OK;
  }
}
