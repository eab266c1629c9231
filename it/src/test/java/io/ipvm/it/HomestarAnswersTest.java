package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.ListNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Every row of `homestar-0.3.0.tsv`, which has several for each row of the two tables that map
/// IPLD to WIT and back: a document of one task, given to Homestar and to our node.
///
/// What Homestar answers is written to `target/homestar/homestar-0.3.0.tsv`, in the form of the
/// table, and has to be the table. So this is also how the table is made: `ask-homestar` of module
/// `wasm` runs this test and takes what it wrote.
@Tag("interop")
final class HomestarAnswersTest {
  private static final Path TABLE =
      Path.of("..", "wasm/src/test/resources/io/ipvm/wasm/homestar-0.3.0.tsv");
  private static final Path ANSWERED = Path.of("target", "homestar", "homestar-0.3.0.tsv");

  /// In place of an answer, where there is none.
  private static final String NONE = "-";

  /// In place of an answer, where nobody has asked yet.
  private static final String UNASKED = "?";

  /// What Homestar does not answer and we do: it has no number of 64 bits from a float, panics at
  /// an `f32` above 2^96, takes what stands in a map for text, and looks into no interface.
  private static final List<String> BEYOND =
      List.of(
          "echo-f32 [1e+30] is [\"ok\",1.0000000150474662e+30]",
          "echo-f32 [3.4028235e+38] is [\"ok\",3.4028234663852886e+38]",
          "echo-s64 [1.9] is [\"ok\",1]",
          "echo-s64 [5.0] is [\"ok\",5]",
          "reverse-pairs [{\"a\":2,\"b\":1}] is [\"ok\",{\"a\":2,\"b\":1}]",
          "greet [\"x\"] is [\"ok\",\"x\"]",
          "ipvm:fixtures/greeter@0.1.0#greet [\"x\"] is [\"ok\",\"x\"]",
          "echo-f32 [-2.3678608565362596e+29] is [\"ok\",-2.3678608565362596e+29]");

  @TempDir private static Path folder;

  @AutoClose private static TwoNodes nodes;

  /// A line of the table.
  private record Row(String module, String function, ListNode args, String answer) {
    static Row parse(String line) {
      var columns = line.split("\t", -1);
      return new Row(columns[0], columns[1], (ListNode) DagJson.decode(columns[2]), columns[3]);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    nodes = TwoNodes.start(folder);
  }

  @Test
  void bothAnswerEveryRowOfTheTableAlike() throws Exception {
    var table = Files.readString(TABLE);
    var answered = new ArrayList<String>();
    var checks = new ArrayList<Executable>();
    var beyond = new ArrayList<String>();
    int documents = 0;

    for (var line : table.lines().toList()) {
      if (line.startsWith("#")) {
        answered.add(line);
      } else {
        var row = Row.parse(line);
        var workflow = new HomestarWorkflow(documents++);
        workflow.call(
            nodes.module(row.module()), row.function(), row.args().items().toArray(Node[]::new));
        var document = workflow.document();
        var theirs = nodes.ofHomestar(homestar -> homestar.run(document));
        answered.add(line.substring(0, line.lastIndexOf('\t') + 1) + answer(row, theirs));
        if (theirs.receipts().isEmpty() && nodes.takes(document)) {
          nodes
              .run(document)
              .receipts()
              .values()
              .forEach(issued ->
                  beyond.add(
                      row.function()
                          + " "
                          + DagJson.encode(row.args())
                          + " is "
                          + DagJson.encode(issued.out())));
        } else if (!theirs.receipts().isEmpty()) {
          var name = "row-" + documents;
          checks.add(() -> nodes.assertSame(name, document, theirs));
        }
      }
    }
    Files.writeString(ANSWERED, String.join("\n", answered) + "\n");

    assertThat(checks).hasSizeGreaterThan(200);
    assertAll(checks);
    assertThat(beyond).isEqualTo(BEYOND);
    assertThat(ANSWERED).as("what Homestar answers now").hasSameTextualContentAs(TABLE);
  }

  /// The text of the table stays as it is where it says the same: there are many ways to write a
  /// float.
  private static String answer(Row row, Answer answer) {
    if (answer.receipts().isEmpty()) {
      return NONE;
    }
    var out = answer.receipts().values().iterator().next().out();
    boolean same =
        !List.of(NONE, UNASKED).contains(row.answer()) && DagJson.decode(row.answer()).equals(out);
    return same ? row.answer() : DagJson.encode(out);
  }
}
