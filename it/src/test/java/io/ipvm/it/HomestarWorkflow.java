package io.ipvm.it;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import io.ipvm.workflow.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A workflow as Homestar writes it, put together task by task. Every task has a nonce, so that no
/// node knows its result beforehand; the nonces follow from the seed.
final class HomestarWorkflow {
  private static final int NONCE = 12;

  private final List<Node> tasks = new ArrayList<>();
  private final RandomGenerator random;

  HomestarWorkflow(long seed) {
    random = Property.random(seed);
  }

  /// Adds a task and returns what other tasks await: the CID of its instruction.
  Cid call(Cid module, String function, List<Node> args) {
    var nonce = new byte[NONCE];
    random.nextBytes(nonce);
    var input = MapNode.builder().put("func", function).put("args", Node.list(args)).build();
    var instruction =
        new Instruction("ipfs://" + module, "wasm/run", input, Node.of(Bytes.owned(nonce)));
    tasks.add(
        MapNode.builder()
            .put("cause", Node.NULL)
            .put("meta", MapNode.builder().put("memory", 1L << 32).put("time", 100_000).build())
            .put("prf", Node.list())
            .put("run", instruction.toNode())
            .build());
    return instruction.cid();
  }

  static Node await(String branch, Cid instruction) {
    return MapNode.of(branch, Node.of(instruction));
  }

  int size() {
    return tasks.size();
  }

  Bytes document() {
    return Bytes.utf8(DagJson.encode(MapNode.of("tasks", Node.list(tasks))));
  }
}
