package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every example in `docs/policies.md`: its blocks are tables with `|` between columns.
final class PolicyPageTest {
  private static final Path PAGE = Path.of("..", "docs", "policies.md");

  @Test
  void textsArePrintedAsTheyAreWritten() throws IOException {
    var rows = rows("written");

    assertThat(rows).hasSizeGreaterThan(15);
    for (var row : rows) {
      assertThat(Policy.parse(row.getFirst()).text()).isEqualTo(row.getFirst());
    }
  }

  @Test
  void textsAreTheStatementsBesideThem() throws IOException {
    var rows = new ArrayList<>(rows("written"));
    rows.addAll(rows("read"));
    rows.removeIf(row -> row.size() < 2);

    assertThat(rows).hasSizeGreaterThan(25);
    for (var row : rows) {
      var text = row.get(0);
      var policy = Policies.of(row.get(1));

      assertThat(Node.list(Policy.parse(text).toNodes()))
          .as(text)
          .isEqualTo(DagJson.decode(row.get(1)));
      assertThat(Policy.parse(policy.text())).as(text).isEqualTo(policy);
    }
  }

  @Test
  void policiesHoldWhereThePageSaysSo() throws IOException {
    var rows = rows("holds");

    assertThat(rows).hasSizeGreaterThan(10);
    for (var row : rows) {
      var match = Policy.parse(row.get(0)).match(Policies.args(row.get(1)));

      assertThat(match instanceof PolicyMatch.Failed failed ? failed.found() : "holds")
          .as("%s", row)
          .isEqualTo(row.get(2));
    }
  }

  @Test
  void theAdviceAboutAnyOfNothingHolds() {
    var policy = Policy.parse("any to (. == \"x\") and to[0] != null");

    assertThat(policy.match(Policies.args("{\"to\": []}"))).isInstanceOf(PolicyMatch.Failed.class);
    assertThat(policy.match(Policies.args("{\"to\": [\"x\"]}")))
        .isEqualTo(new PolicyMatch.Satisfied());
  }

  /// The lines of all blocks of a kind, each as its columns.
  private static List<List<String>> rows(String kind) throws IOException {
    var blocks =
        Pattern.compile("```policy " + kind + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    return blocks
        .results()
        .flatMap(block -> block.group(1).lines())
        .map(line -> List.of(line.strip().split(" +\\| +")))
        .toList();
  }
}
