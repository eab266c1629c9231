package io.ipvm.cli;

/// `ipvm cache unpin CID`: ends a pin.
final class CacheUnpinCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Ends a pin: what was kept because of it may be cleaned up from now on.")
        .operand("CID", "that was pinned")
        .example("ipvm cache unpin bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var node = session.node();
    var cid = Lookup.cid(node, arguments.operand(0));
    if (!node.store().unpin(cid)) {
      throw new Failure(
          ExitStatus.NOT_FOUND, "there is no such pin", cid + " is not pinned", "ipvm cache pins");
    }
    session.printer().fields(Answer.fields().put("unpinned", cid).build(), cid.toString());
    return ExitStatus.OK;
  }
}
