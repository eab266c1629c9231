package io.ipvm.cli;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;

/// `ipvm dag get CID[/PATH]`: a value, following links on the way.
final class DagGetCommand implements Command {
  /// Links followed for one path.
  private static final int MOST_STEPS = 1000;

  @Override
  public Syntax syntax() {
    return Syntax.of("Prints a value as DAG-JSON; a path goes into it, through links.")
        .operand("CID[/PATH]", "of the block, and where to go from there")
        .example("ipvm dag get bafy.../tasks/0/run");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var steps = arguments.operand(0).replaceFirst("^(ipfs://|/ipfs/)", "").split("/", -1);
    if (steps.length > MOST_STEPS) {
      throw Failure.usage("the path is too long", "limit " + MOST_STEPS + " steps", "");
    }
    var node = session.reader();
    var blocks = node.blocks();
    var value = load(Lookup.cid(node, steps[0]), blocks);
    for (int i = 1; i < steps.length; i++) {
      if (!steps[i].isEmpty()) {
        value = step(value, steps[i], blocks);
      }
    }
    session.printer().structured(Answer.of(value));
    return ExitStatus.OK;
  }

  private static Node step(Node from, String step, BlockSource blocks) {
    return switch (from) {
      case Node.LinkNode(var cid) -> step(load(cid, blocks), step, blocks);
      case MapNode map when map.has(step) -> map.find(step).orElseThrow();
      case Node.ListNode(var items)
          when step.matches("\\d{1,9}") && Integer.parseInt(step) < items.size() ->
          items.get(Integer.parseInt(step));
      default ->
          throw new Failure(
              ExitStatus.NOT_FOUND,
              "there is nothing at /" + Text.visible(step),
              switch (from) {
                case MapNode map -> "the map has " + Text.visible(String.join(", ", map.keys()));
                case Node.ListNode(var items) -> "the list has " + items.size() + " items";
                default -> "the value before it has no parts";
              },
              "leave the last step out to see what is there");
    };
  }

  private static Node load(Cid cid, BlockSource blocks) {
    return new Block(cid, blocks.require(cid)).value();
  }
}
