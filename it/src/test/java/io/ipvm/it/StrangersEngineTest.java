package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Node;
import io.ipvm.node.Ipvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StrangersEngineTest {
  private static final String DOCUMENT =
      """
      {
        "v": "0.2.0",
        "meta": { "name": "shout" },
        "output": { "await/ok": "shout" },
        "tasks": [
          { "cause": null, "prf": [], "meta": { "ipvm/config": { "label": "shout" } },
            "run": { "rsc": "text:any", "op": "text/upper", "nnc": "", "input": "to be" } }
        ]
      }
      """;

  @TempDir private Path dataDir;

  @Test
  void computesTasksOfAnEngineThatThisProjectDoesNotKnow() throws Exception {
    try (var node = Ipvm.open(dataDir)) {
      var workflow = Documents.bind(node, DOCUMENT, "shout.json", Node.NULL);

      var result = node.run(workflow);

      assertThat(result.output()).contains(Node.of("TO BE"));
      var receipt = result.tasks().getFirst().receipt().flatMap(node::findReceipt).orElseThrow();
      assertThat(receipt.meta().find("engine")).contains(Node.of("upper/1"));
    }
  }
}
