import io.ipvm.engine.EffectClass;
import io.ipvm.engine.JavaFunction;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import io.ipvm.workflow.Reading;
import java.nio.file.Path;
import java.util.List;

/// A node in forty lines: Java methods as tasks, durable, replayed, with signed receipts.
public final class Embedded {
  record Text(String text) {}

  record Count(long words) {}

  private static final String DOCUMENT =
      """
      v: 0.2.0
      name: count
      tasks:
        shout: { call: java/shout@1, with: { text: "to be or not to be" } }
        count: { call: java/count@1, with: "{{ needs.shout.output }}" }
      output: "{{ needs.count.output }}"
      """;

  public static void main(String[] args) throws InterruptedException {
    var shout =
        JavaFunction.of(
            "shout", "1", EffectClass.PURE, Text.class, Text.class,
            in -> new Text(in.text().toUpperCase(java.util.Locale.ROOT) + "!"));
    var count =
        JavaFunction.of(
            "count", "1", EffectClass.PURE, Text.class, Count.class,
            in -> new Count(List.of(in.text().split(" ")).size()));
    try (var node = Ipvm.builder(Path.of(args[0])).register(shout).register(count).open()) {
      if (node.read(Bytes.utf8(DOCUMENT), "count.yaml", Path.of(".")) instanceof Reading.Valid(var template, var _)
          && template.bind(Node.NULL) instanceof Reading.Valid(var workflow, var _)) {
        var result = node.run(workflow);
        System.out.println(result.status() + " " + result.output().map(DagJson::encode).orElse(""));
        result.tasks().forEach(task -> System.out.println(task.label() + " " + task.state()));
      }
    }
  }
}
