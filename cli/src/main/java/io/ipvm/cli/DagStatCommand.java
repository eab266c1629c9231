package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.ipld.Block;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// `ipvm dag stat CID...`: how much there is below a value.
final class DagStatCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Counts the blocks and bytes that dag export would write for each value, and those that"
                + " would be missing. Exits with 4 if a value itself is not here.")
        .operands("CID", "the roots", 1)
        .example("ipvm dag stat bafy...");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var node = session.reader();
    var found = new ArrayList<Stat>();
    for (var text : arguments.operands(0)) {
      var root = Lookup.cid(node, text);
      node.blocks().require(root);
      found.add(stat(root, node));
    }
    session
        .printer()
        .list(
            new Listing<>(DagStatCommand::answer, (Stat stat) -> stat.root().toString())
                .column(Column.id("ROOT"), stat -> stat.root().toString())
                .column(Column.number("BLOCKS"), stat -> String.valueOf(stat.blocks()))
                .column(Column.number("SIZE"), stat -> Humane.size(stat.bytes()))
                .column(Column.number("MISSING"), stat -> String.valueOf(stat.missing())),
            found);
    return ExitStatus.OK;
  }

  /// @param missing blocks that something here links to and nobody here has
  private record Stat(Cid root, long blocks, long bytes, long missing) {}

  private static Stat stat(Cid root, Ipvm node) {
    var here = new HashSet<Cid>();
    var named = new HashSet<Cid>();
    long bytes = 0;
    var blocks = node.walk(List.of(root), true);
    while (blocks.hasNext()) {
      Block block = blocks.next();
      here.add(block.cid());
      named.addAll(Node.links(block.value()));
      bytes += block.bytes().size();
    }
    named.removeAll(here);
    return new Stat(root, here.size(), bytes, named.size());
  }

  private static Answer answer(Stat stat) {
    return Answer.fields()
        .put("root", stat.root())
        .put("blocks", stat.blocks())
        .put("bytes", stat.bytes())
        .put("missing", stat.missing())
        .build();
  }
}
