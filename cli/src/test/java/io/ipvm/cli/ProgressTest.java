package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.node.RunEvent;
import io.ipvm.node.RunResult;
import io.ipvm.node.RunView;
import io.ipvm.node.TaskView;
import io.ipvm.store.RunStatus;
import io.ipvm.store.RunSummary;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.RunId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final Cid CID =
      Cid.parse("bafyreic64s2x36tq6ocdxarjy4plb4queppnudmgbq5wi5oqy2eiz5ij2q");
  private static final RunId RUN = RunId.parse("01KB0000000000000000000001");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void tellsALinePerTaskWhereThereIsNoTerminal() {
    var messages = new Messages(err, Terminal.none(), false, new Paint(false));

    play(new PlainProgress(messages));

    assertThat(text())
        .isEqualTo(
            """
            run 01KB0000000000000000000001 goes on where it was interrupted
            task square replayed
            task resize done 0.4 s
            task blur failed 12 ms
            task slow aborted: the time limit of 1 s
            task sheet skipped, it awaits blur
            """);
  }

  @Test
  void drawsInPlaceAndGivesTheTerminalBack() {
    var size = new Terminal.Size(60, 24);
    var terminal = Terminal.of(size, Map.of("TERM", "xterm", "LANG", "C.UTF-8"));

    play(new LiveProgress(err, terminal, new Paint(true)));

    assertThat(text()).startsWith("\u001b[?25l\u001b[?7l").endsWith("\u001b[?7h\u001b[?25h");
    var picture = text().substring(text().lastIndexOf("\u001b[6A") + 1);
    assertThat(picture).contains("resize", "replayed", "aborted", "5/5");
  }

  @Test
  void drawsNothingOfARunThatNeverBegan() {
    var terminal = Terminal.of(new Terminal.Size(60, 24), Map.of("TERM", "xterm"));

    new LiveProgress(err, terminal, new Paint(true)).close();

    assertThat(text()).isEmpty();
  }

  private static void play(Progress progress) {
    try (progress) {
      events().forEach(progress);
    }
  }

  private static Stream<RunEvent> events() {
    var ok = new Outcome.Ok(Node.of(1));
    var failed = new Outcome.Failed(Node.of("trap"));
    return Stream.of(
        new RunEvent.Accepted(view(), true),
        new RunEvent.TaskFinished("square", CID, CID, ok, true, Duration.ZERO),
        new RunEvent.TaskStarted("resize", CID),
        new RunEvent.TaskFinished("resize", CID, CID, ok, false, Duration.ofMillis(400)),
        new RunEvent.TaskStarted("blur", CID),
        new RunEvent.TaskFinished("blur", CID, CID, failed, false, Duration.ofMillis(12)),
        new RunEvent.TaskStarted("slow", CID),
        new RunEvent.TaskAborted("slow", CID, "TIME", "the time limit of 1 s"),
        new RunEvent.TaskSkipped("sheet", CID, "blur"),
        new RunEvent.Ended(
            new RunResult(
                RUN, RunStatus.FAILED, Optional.empty(), Optional.empty(), view().tasks())));
  }

  private static RunView view() {
    var tasks =
        Stream.of("square", "resize", "blur", "slow", "sheet")
            .map(label ->
                new TaskView(
                    label,
                    CID,
                    "f",
                    TaskView.State.WAITING,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .toList();
    var summary =
        new RunSummary(
            RUN,
            Optional.empty(),
            "contact-sheet",
            CID,
            RunStatus.RUNNING,
            Instant.EPOCH,
            Optional.empty(),
            new RunSummary.Counts(5, 0, 0, 0));
    return new RunView(summary, tasks, Optional.empty(), List.of());
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theBarOfAScanFitsTheTerminal() {
    assertThat(ScanProgress.line("reading the store", 5, 10, 40, true))
        .isEqualTo("reading the store  50 % ━━━━━━━────────");
    assertThat(ScanProgress.line("reading the store", 10, 10, 200, false))
        .isEqualTo("reading the store 100 % " + "=".repeat(40));
    assertThat(ScanProgress.line("reading the store", 0, 0, 20, true)).hasSize(19);
  }
}
