package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @Test
  void measuresTheMachineAndLeavesNothingBehind() throws IOException {
    var shell = new Shell(folder);

    var outcome = shell.run("bench", "--time", "300ms");

    assertThat(outcome.status()).as(outcome.err()).isEqualTo(ExitStatus.OK);
    assertThat(outcome.out()).contains("MEDIAN", "P99", "sign", "verify", "append of 64", "run");
    assertThat(outcome.err()).contains("signatures by");
    assertThat(scratch()).isZero();
    assertThat(shell.run("runs", "ls", "-o", "id").out()).isEmpty();
  }

  @Test
  void measuresAWorkflowWithItsInputAndAModuleByName() throws IOException {
    var shell = new Shell(folder);
    shell.run("fn", "add", "hello", EXAMPLES.resolve("hello/hello.wasm").toString());
    Files.writeString(
        folder.resolve("named.yaml"),
        """
        v: 0.2.0
        use: { hello: hello }
        input: { type: object, properties: { name: { type: string } }, required: [name] }
        tasks:
          greet: { run: "hello#greet", args: ["{{ input.name }}"] }
        """);

    var outcome = shell.run("bench", "named.yaml", "--set", "name=Ada", "--time", "2s", "-o", "id");
    var without = shell.run("bench", "named.yaml", "--time", "2s");

    assertThat(outcome.err()).doesNotContain("why");
    assertThat(outcome.out().lines()).startsWith("cold");
    assertThat(without.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(scratch()).isZero();
  }

  @Test
  void aWarningIsGivenOnce() {
    var hello = EXAMPLES.resolve("hello/hello.yaml").toString();

    var outcome = new Shell(folder).run("bench", hello, "--set", "unused=1", "--time", "1s");

    assertThat(outcome.status()).isEqualTo(ExitStatus.OK);
    assertThat(outcome.err().split("declares no input", -1)).hasSize(2);
  }

  @Test
  void saysWhatItHadNoTimeFor() throws IOException {
    var shell = new Shell(folder);

    var hello = EXAMPLES.resolve("hello/hello.yaml").toString();
    var outcome = shell.run("bench", hello, "--time", "1ms", "-o", "id");

    assertThat(outcome.out()).isEqualTo("cold\n");
    assertThat(outcome.err()).contains("no time was left for warm, computed, replayed");
  }

  @Test
  void aFunctionThatFailsIsNotMeasured() throws IOException {
    var shell = new Shell(folder);
    Files.writeString(folder.resolve("junk.jpg"), "junk");
    shell.run("fn", "add", "photo", EXAMPLES.resolve("photo/photo.wasm").toString());

    var outcome = shell.run("bench", "photo#grayscale", "@junk.jpg", "--time", "1s");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("not a readable JPEG");
    assertThat(scratch()).isZero();
    assertThat(shell.run("bench", "photo#", "--time", "1s").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(shell.run("bench", "x.yaml", "argument").err()).contains("takes no arguments");
    assertThat(shell.run("bench", "--time", "soon").status()).isEqualTo(ExitStatus.USAGE);
    assertThat(shell.run("bench", "--time", "0").err()).contains("leaves no time");
    assertThat(shell.run("bench", "--set", "a=1").err()).contains("only a workflow has an input");
    assertThat(shell.run("bench", "photo#blur", "--input", "{}").err()).contains("only a workflow");
  }

  @Test
  void isStoppedByCtrlC() throws IOException {
    var shell =
        new Shell(folder)
            .interruptedBy(action -> {
              action.run();
              return () -> {};
            });

    var outcome = shell.run("bench", "--time", "1m");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome.status()).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(scratch()).isZero();
  }

  @Test
  void medianAndP99AreTimesThatWereSeen() {
    var measure = new Measure("m", "", 10, false, () -> {});
    var timings = Timings.of(measure, LongStream.rangeClosed(1, 200).toArray());
    var one = Timings.of(measure, 5);

    assertThat(timings.median()).isEqualTo(100);
    assertThat(timings.p99()).isEqualTo(198);
    assertThat(timings.rate()).isEqualTo(100_000_000);
    assertThat(one.median()).isEqualTo(5);
    assertThat(one.p99()).isEqualTo(5);
  }

  @Test
  void repeatsAtLeastOnceAndNotForever() throws Exception {
    var steps = new AtomicInteger();
    var measure = new Measure("m", "", 1, true, steps::incrementAndGet);

    var once = Timings.of(measure, Duration.ZERO, () -> {});
    int after = steps.get();
    var often = Timings.of(measure, Duration.ofDays(1).dividedBy(1_000_000), () -> {});

    assertThat(once.count()).isOne();
    assertThat(after).isOne();
    assertThat(often.count()).isBetween(1, 100_000);
    assertThat(steps.get()).isGreaterThan(often.count());
  }

  private long scratch() throws IOException {
    if (!Files.exists(folder.resolve("data/cache"))) {
      return 0;
    }
    try (var files = Files.list(folder.resolve("data/cache"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("bench-")).count();
    }
  }
}
