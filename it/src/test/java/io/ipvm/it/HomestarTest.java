package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.testkit.Property;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Homestar 0.3.0 and our node get the same documents and have to issue the same receipts, byte for
/// byte. Where they differ on purpose, [HomestarDifferencesTest] says how.
@Tag("interop")
final class HomestarTest {
  private static final Path EXAMPLES = Path.of("..", "examples", "homestar");

  @TempDir private static Path folder;

  @AutoClose private static TwoNodes nodes;

  @BeforeAll
  static void start() throws Exception {
    nodes = TwoNodes.start(folder);
  }

  @ParameterizedTest
  @CsvSource({"add-one.json, 3", "join-strings.json, 3"})
  void bothIssueTheSameReceiptsForTheExamples(String file, int tasks) throws Exception {
    nodes.assertSame(file, Files.readString(EXAMPLES.resolve(file)), tasks);
  }

  @Test
  void bothIssueTheSameReceiptsForGeneratedDocuments() {
    Property.check(seed -> {
      var document = HomestarDocuments.generate(seed, nodes::module);
      // Half of them come through the other door.
      var theirs =
          nodes.ofHomestar(homestar ->
              seed % 2 == 0 ? homestar.run(document.text()) : homestar.runAsCbor(document.value()));

      nodes.assertSame("seed-" + seed, document.text(), theirs);

      assertThat(theirs.receipts()).as("of Homestar").hasSize(document.tasks());
    });
  }
}
