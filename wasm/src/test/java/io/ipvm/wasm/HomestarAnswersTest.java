package io.ipvm.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.Completion;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.ListNode;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Homestar 0.3.0 itself says what the compatibility mapping is: where it gave a receipt, ours has
/// the same `out`.
final class HomestarAnswersTest {
  @Test
  void answersAsHomestarDid(@TempDir Path folder) {
    var table = new String(Calls.fixture("homestar-0.3.0.tsv").toArray(), UTF_8);
    var differences = new ArrayList<String>();
    int compared = 0;

    try (var calls = new Calls(folder)) {
      calls.host().add(Bytes.utf8("hello"));
      for (var line : table.lines().filter(HomestarAnswersTest::applies).toList()) {
        var columns = line.split("\t", -1);
        if (!columns[3].equals("-")) {
          compared++;
          var args = ((ListNode) DagJson.decode(columns[2])).items().toArray(Node[]::new);
          var rsc = calls.module(columns[0] + ".wasm");
          var actual =
              switch (Calls.join(
                  calls.start(Limits.NATIVE, Mapping.COMPATIBILITY, rsc, columns[1], args))) {
                case Completion.Returned(Outcome.Ok(var value), _, _, _, _) ->
                    Node.list(Node.of("ok"), value);
                case Completion other -> Node.of(other.toString());
              };
          // Compared as values: the two write large floats differently.
          if (!actual.equals(DagJson.decode(columns[3]))) {
            differences.add(line + "\n    ours: " + actual);
          }
        }
      }
    }

    assertThat(differences).as(String.join("\n", differences)).isEmpty();
    assertThat(compared).isGreaterThan(200);
  }

  private static boolean applies(String line) {
    return !line.startsWith("#") && !line.isBlank();
  }
}
