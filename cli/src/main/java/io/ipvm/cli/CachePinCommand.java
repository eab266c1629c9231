package io.ipvm.cli;

/// `ipvm cache pin CID`: keeps something whatever is cleaned up.
final class CachePinCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Keeps a block or a receipt, with everything it leads to, when the store is cleaned up.")
        .operand("CID", "of a block, a receipt, or what a task runs (its instruction)")
        .example("ipvm cache pin bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var node = session.node();
    var cid = Lookup.cid(node, arguments.operand(0));
    if (node.blocks().find(cid).isEmpty()) {
      throw new Failure(
          ExitStatus.NOT_FOUND,
          "there is nothing to pin",
          "neither a block nor a receipt here has the CID " + cid,
          "ipvm receipt ls, or ipvm dag import");
    }
    node.store().pin(cid, session.console().clock().instant());
    session.printer().fields(Answer.fields().put("pinned", cid).build(), cid.toString());
    return ExitStatus.OK;
  }
}
