package io.ipvm.it;

import io.ipvm.engine.EffectClass;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.node.Ipvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A program that runs one small workflow and may be killed at any moment. Every call of a function
/// leaves a line in a file, so that a test can see what was computed, whatever the node says.
public final class Victim {
  static final String DOCUMENT =
      """
      v: 0.2.0
      name: victim
      input: { type: object, required: [start], properties: { start: { type: integer } } }
      tasks:
        a: { call: java/step@1, with: "{{ input.start }}" }
        b: { call: java/step@1, with: "{{ needs.a.output }}" }
        c: { call: java/half@1, with: "{{ needs.a.output }}" }
        d: { call: java/sum@1, with: ["{{ needs.b.output }}", "{{ needs.c.output }}"] }
        e: { call: java/step@1, with: "{{ needs.d.output }}" }
      output: "{{ needs.e.output }}"
      """;

  private final Path calls;

  Victim(Path calls) {
    this.calls = calls;
  }

  /// Runs the workflow.
  ///
  /// @param args data directory, file for the calls, the input `start`
  public static void main(String[] args) throws InterruptedException {
    var victim = new Victim(Path.of(args[1]));
    try (var node = victim.open(Path.of(args[0]))) {
      var input = MapNode.of("start", Node.of(Long.parseLong(args[2])));
      node.run(Documents.bind(node, DOCUMENT, "victim.yaml", input));
    }
  }

  Ipvm open(Path dataDir) {
    return Ipvm.builder(dataDir)
        .register(JavaFunction.of("step", "1", EffectClass.PURE, (in, context) -> step(in)))
        .register(JavaFunction.of("half", "1", EffectClass.PURE, (in, context) -> half(in)))
        .register(JavaFunction.of("sum", "1", EffectClass.PURE, (in, context) -> sum(in)))
        .open();
  }

  private Node step(Node input) throws IOException {
    note("step " + ((IntNode) input).value());
    return Node.of(((IntNode) input).value() * 3 + 1);
  }

  private Node half(Node input) throws IOException {
    note("half " + ((IntNode) input).value());
    return Node.of(((IntNode) input).value() / 2);
  }

  private Node sum(Node input) throws IOException {
    note("sum");
    long sum = 0;
    for (var item : ((Node.ListNode) input).items()) {
      sum += ((IntNode) item).value();
    }
    return Node.of(sum);
  }

  private void note(String call) throws IOException {
    Files.writeString(calls, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
