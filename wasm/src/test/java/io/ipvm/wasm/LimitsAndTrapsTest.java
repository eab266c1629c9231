package io.ipvm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.engine.Completion;
import io.ipvm.engine.Completion.Aborted;
import io.ipvm.engine.Completion.Cause;
import io.ipvm.engine.Completion.Returned;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Node.IntNode;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a function may use, and what happens when it goes wrong (`bad.wasm`).
final class LimitsAndTrapsTest {
  private static final long PAGE = 65536;

  private Calls calls;
  private String bad;

  @BeforeEach
  void open(@TempDir Path folder) {
    calls = new Calls(folder);
    bad = calls.module("bad.wasm");
  }

  @AfterEach
  void close() {
    calls.close();
  }

  private static Limits memory(long bytes) {
    return new Limits(Long.MAX_VALUE, bytes, Duration.ofSeconds(100));
  }

  private static Limits time(Duration time) {
    return new Limits(Long.MAX_VALUE, 256 * 1024 * 1024, time);
  }

  private static MapNode error(Completion completion) {
    return (MapNode) ((Outcome.Failed) ((Returned) completion).out()).value();
  }

  @ParameterizedTest
  @CsvSource({
    "trap,       unreachable",
    "oob,        memory-out-of-bounds",
    "call-null,  uninitialised-element",
    "bad-utf8,   canonical-abi",
    "far-string, canonical-abi",
    "bad-char,   canonical-abi",
    "bad-color,  canonical-abi",
    "odd-list,   canonical-abi",
    "bad-option, canonical-abi",
  })
  void aTrapIsAResultThatNamesItsKind(String function, String kind) {
    var completion = calls.complete(Limits.NATIVE, bad, function);

    assertThat(error(completion).find("code")).contains(Node.of("TRAP"));
    assertThat(error(completion).find("trap")).contains(Node.of(kind));
    assertThat(((Returned) completion).limited()).isFalse();
  }

  @Test
  void aTrapNamesTheInnermostFunction() {
    var completion = calls.complete(Limits.NATIVE, bad, "trap");

    assertThat(error(completion).find("function")).contains(Node.of("fall_over"));
  }

  @Test
  void aTrapSaysAtWhichInstruction() {
    var only = calls.complete(Limits.NATIVE, bad, "trap");

    assertThat(error(only).find("offset")).isPresent();
    assertThat(error(only).find("until")).isEmpty();
  }

  @Test
  void dividingByZeroAndOverflowAreDifferentTraps() {
    var zero = calls.complete(Limits.NATIVE, bad, "divide", Node.of(1), Node.of(0));
    var overflow =
        calls.complete(Limits.NATIVE, bad, "divide", Node.of(Integer.MIN_VALUE), Node.of(-1));
    var fine = calls.call(bad, "divide", Node.of(7), Node.of(2));

    assertThat(error(zero).find("trap")).contains(Node.of("integer-divide-by-zero"));
    assertThat(error(overflow).find("trap")).contains(Node.of("integer-overflow"));
    assertThat(fine).isEqualTo(new Outcome.Ok(Node.of(3)));
  }

  @Test
  void aNumberThatDoesNotFitTraps() {
    var large = calls.complete(Limits.NATIVE, bad, "truncate", Node.of(1e10));
    var fine = calls.call(bad, "truncate", Node.of(-1.9));

    assertThat(error(large).find("trap")).contains(Node.of("integer-overflow"));
    assertThat(fine).isEqualTo(new Outcome.Ok(Node.of(-1)));
  }

  @Test
  void aBoolMayBeAnyNumber() {
    assertThat(calls.call(bad, "odd-bool")).isEqualTo(new Outcome.Ok(Node.of(true)));
  }

  @Test
  void anEndlessLoopEndsAtItsTimeLimit() {
    var completion = calls.complete(time(Duration.ofMillis(50)), bad, "spin");

    assertThat(completion).isInstanceOf(Aborted.class);
    assertThat(((Aborted) completion).cause()).isEqualTo(Cause.TIME);
    assertThat(((Aborted) completion).message()).contains("time limit of 50 ms");
  }

  @Test
  void aThreadIsUsableAfterACallWasStopped() {
    calls.complete(time(Duration.ofMillis(20)), bad, "spin");

    assertThat(calls.call(bad, "divide", Node.of(8), Node.of(2)))
        .isEqualTo(new Outcome.Ok(Node.of(4)));
  }

  @Test
  void cancelStopsAnEndlessLoop() {
    var execution = calls.start(Limits.NATIVE, Mapping.NATIVE, bad, "spin");
    execution.cancel("the user pressed Ctrl-C");

    var completion = (Aborted) Calls.join(execution);

    assertThat(completion.cause()).isEqualTo(Cause.CANCELLED);
    assertThat(completion.message()).isEqualTo("the user pressed Ctrl-C");
  }

  @Test
  void closingTheEngineStopsWhatRuns() {
    var execution = calls.start(Limits.NATIVE, Mapping.NATIVE, bad, "spin");
    calls.engine().close();

    assertThat(((Aborted) Calls.join(execution)).cause()).isEqualTo(Cause.CANCELLED);
  }

  @Test
  void endlessRecursionIsNoResultBecauseStacksDiffer() {
    var completion = calls.complete(Limits.NATIVE, bad, "recurse");

    assertThat(completion).isInstanceOf(Aborted.class);
    assertThat(((Aborted) completion).cause()).isEqualTo(Cause.HOST_EXHAUSTED);
  }

  @Test
  void memoryGrowsUpToTheLimitAndNotBeyond() {
    long start = pages(calls.complete(memory(1024 * PAGE), bad, "hog", Node.of(0)));

    var upTo = (Returned) calls.complete(memory((start + 10) * PAGE), bad, "hog", Node.of(10));
    var beyond = (Returned) calls.complete(memory((start + 10) * PAGE), bad, "hog", Node.of(11));

    assertThat(pages(upTo)).isEqualTo(start);
    assertThat(upTo.limited()).isFalse();
    assertThat(upTo.usage().counters()).containsEntry("memory/peak", (start + 10) * PAGE);
    assertThat(pages(beyond)).isEqualTo(0xffff_ffffL);
    assertThat(beyond.limited()).isTrue();
  }

  private static long pages(Completion completion) {
    return ((IntNode) ((Returned) completion).out().value()).value();
  }

  @Test
  void whatTheModuleStartsWithHasToFitTheLimit() {
    long start = pages(calls.complete(memory(1024 * PAGE), bad, "hog", Node.of(0)));

    var enough = calls.complete(memory(start * PAGE), bad, "odd-bool");
    var tooLittle = calls.complete(memory(start * PAGE - 1), bad, "odd-bool");

    assertThat(((Returned) enough).limited()).isFalse();
    assertThat(((Returned) tooLittle).limited()).isTrue();
    assertThat(error(tooLittle).find("code")).contains(Node.of("EXHAUSTED"));
  }

  @Test
  void aFunctionThatEatsMemoryStopsGrowingAtTheLimit() {
    var completion = (Returned) calls.complete(memory(64 * 1024 * 1024), bad, "eat");

    assertThat(pages(completion)).isBetween(700L, 1024L);
    assertThat(completion.limited()).isTrue();
  }

  @Test
  void aLimitAboveTheLargestMemoryIsClamped() {
    var completion = (Returned) calls.complete(Limits.WIDEST, bad, "hog", Node.of(40_000));

    assertThat(pages(completion)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void thereIsNoGasCounterAndNoPause() {
    var execution = calls.start(Limits.NATIVE, Mapping.NATIVE, bad, "odd-bool");

    assertThat(execution.pause()).isFalse();
    assertThat(Calls.join(execution).usage().counters())
        .containsOnlyKeys("memory/peak", "time/wall");
    assertThat(calls.engine().descriptor().counters())
        .noneMatch(counter -> counter.name().startsWith("gas"));
  }
}
