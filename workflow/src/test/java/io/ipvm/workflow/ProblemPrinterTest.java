package io.ipvm.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Bytes;
import io.ipvm.workflow.Problem.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProblemPrinterTest {
  @Test
  void listsWhatThereIsToChooseFromBelowTheMessage() {
    var printed =
        printer("a", 80).print(problem(0, 0, "there is no `b`; there are\n  a\n  \u001bc"));

    assertThat(printed).startsWith("error: there is no `b`; there are", "    a", "    \uFFFDc");
  }

  @Test
  void nothingOfStrangersMovesTheCursor() {
    var problem = new Problem(Severity.ERROR, "a\u009bb", 0, 0, "c\u001bd\u2028e", "f\u202eg");

    var printed = new ProblemPrinter("x\u009b.yaml", Bytes.EMPTY, 80).print(problem);

    assertThat(printed)
        .containsExactly("error: c\uFFFDd\uFFFDe", " --> x\uFFFD.yaml (a\uFFFDb)", "  = f\uFFFDg");
  }

  @Test
  void namesTheEndOfATextThatIsCutOff() {
    var document = "v: 0.2.0\ntasks: [1\n";
    var problems = Documents.usual().read(document).problems();

    var printed = new ProblemPrinter("x.yaml", Bytes.utf8(document), 80).print(problems);

    assertThat(printed).contains(" --> x.yaml:3:1 (tasks[1])");
  }

  @Test
  void showsTheLineWithAMarkUnderThePlace() {
    var document =
        """
        v: 0.2.0
        input: { properties: { unused: {} } }
        tasks:
          gray: { run: shop#f }
          soft: { run: "shop#g", args: ["{{ needs.gary.output }}"] }
        """;
    var problems = Documents.usual().read(document).problems();

    var printed = new ProblemPrinter("x.yaml", Bytes.utf8(document), 80).print(problems);

    assertThat(String.join("\n", printed))
        .isEqualTo(
            """
            warning: the input `unused` is not used
             --> x.yaml:2:24 (input.properties.unused)
              |
            2 | input: { properties: { unused: {} } }
              |                        ^^^^^^
              = remove it, or use {{ input.unused }}

            error: no task is called `gary`
             --> x.yaml:5:33 (tasks.soft.args[0])
              |
            5 |   soft: { run: "shop#g", args: ["{{ needs.gary.output }}"] }
              |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^
              = did you mean `gray`?

            1 error, 1 warning\
            """);
  }

  @Test
  void aLongLineIsShownAroundThePlace() {
    var line = "x".repeat(500) + " here " + "y".repeat(500);

    var printed = printer(line, 60).print(problem(1, 502, "m"));

    assertThat(printed.get(3)).hasSizeLessThanOrEqualTo(60).contains(" here ");
    assertThat(printed.get(3).charAt(printed.get(4).indexOf('^'))).isEqualTo('h');
    assertThat(printed.get(4)).endsWith("^^^^");
  }

  @Test
  void aPlaceBehindTheEndIsMarkedAllTheSame() {
    assertThat(printer("ab", 80).print(problem(1, 9, "m")).get(4)).isEqualTo("  |   ^");
    assertThat(printer("", 80).print(problem(1, 1, "m")))
        .containsExactly("error: m", " --> x.yaml:1:1 (p)");
  }

  @Test
  void withoutALineThereIsNoExcerpt() {
    assertThat(printer("ab", 80).print(problem(0, 0, "m")))
        .containsExactly("error: m", " --> x.yaml (p)");
    assertThat(printer("ab", 80).print(List.of())).isEmpty();
    assertThat(printer("ab", 80).print(List.of(problem(0, 0, "m"), problem(0, 0, "n"))).getLast())
        .isEqualTo("2 errors");
  }

  @Test
  void nothingMovesTheCursor() {
    var printed = printer("a\u001b[2J\tb\u202e", 80).print(problem(1, 1, "bad \u001b[31m"));

    assertThat(String.join("", printed)).doesNotContain("\u001b", "\t", "\u202e");
  }

  private static ProblemPrinter printer(String source, int width) {
    return new ProblemPrinter("x.yaml", Bytes.utf8(source), width);
  }

  private static Problem problem(int line, int column, String message) {
    return new Problem(Severity.ERROR, "p", line, column, message, "");
  }
}
