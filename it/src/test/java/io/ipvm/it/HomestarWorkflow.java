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
  private static final String URL = "ipfs://";

  private final List<Node> tasks = new ArrayList<>();
  private final RandomGenerator random;

  HomestarWorkflow(long seed) {
    random = Property.random(seed);
  }

  /// Adds a task and returns what other tasks await: the CID of its instruction.
  Cid call(Cid module, String function, Node... args) {
    return call(module, function, Node.of(nonce(NONCE)), args);
  }

  /// The same with a nonce of the caller's choice.
  Cid call(Cid module, String function, Node nonce, Node[] args) {
    return call(URL + module, function, nonce, args);
  }

  private Cid call(String rsc, String function, Node nonce, Node... args) {
    var input = MapNode.builder().put("func", function).put("args", Node.list(args)).build();
    var instruction = new Instruction(rsc, "wasm/run", input, nonce);
    add(instruction.toNode());
    return instruction.cid();
  }

  /// Adds a task with limits nothing here comes near.
  void add(MapNode run) {
    add(run, MapNode.builder().put("memory", 1L << 32).put("time", 100_000).build());
  }

  void add(MapNode run, Node meta) {
    addTask(
        MapNode.builder()
            .put("cause", Node.NULL)
            .put("meta", meta)
            .put("prf", Node.list())
            .put("run", run)
            .build());
  }

  void addTask(Node task) {
    tasks.add(task);
  }

  Bytes nonce(int size) {
    var nonce = new byte[size];
    random.nextBytes(nonce);
    return Bytes.owned(nonce);
  }

  static Node await(String branch, Cid instruction) {
    return MapNode.of(branch, Node.of(instruction));
  }

  int size() {
    return tasks.size();
  }

  MapNode toNode() {
    return MapNode.of("tasks", Node.list(tasks));
  }

  String document() {
    return DagJson.encode(toNode());
  }
}
