package io.ipvm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Outcome;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class JavaEngineTest {
  private static final Host HOST =
      new Host() {
        @Override
        public BlockSource blocks() {
          return cid -> Optional.empty();
        }

        @Override
        public BlockSink sink() {
          return block -> {};
        }

        @Override
        public Path cache() {
          return Path.of("cache");
        }
      };

  @Test
  void callsTheFunctionThatTheResourceNames() throws Exception {
    var double1 =
        JavaFunction.of("double", "1", EffectClass.PURE, (in, context) -> Node.list(in, in));

    var completion = run(double1, Node.of("x"));

    assertThat(completion)
        .isEqualTo(
            new Completion.Returned(
                new Outcome.Ok(Node.list(Node.of("x"), Node.of("x"))),
                Usage.NONE,
                false,
                false,
                false));
  }

  @Test
  void tellsTheFunctionItsIdempotencyKey() throws Exception {
    var key =
        JavaFunction.of(
            "key", "1", EffectClass.IDEMPOTENT, (in, context) -> Node.of(context.idempotencyKey()));

    var completion = run(key, Node.NULL);

    assertThat(((Completion.Returned) completion).out().value()).isEqualTo(Node.of("the-key"));
  }

  @Test
  void turnsAnExceptionIntoTheTasksError() throws Exception {
    var broken =
        JavaFunction.of(
            "broken",
            "1",
            EffectClass.PURE,
            (in, context) -> {
              throw new IllegalStateException("no luck");
            });

    var completion = run(broken, Node.NULL);

    assertThat(((Completion.Returned) completion).out())
        .isEqualTo(
            new Outcome.Failed(
                MapNode.builder()
                    .put("code", "FUNCTION_FAILED")
                    .put("message", "no luck")
                    .put("function", "broken")
                    .build()));
  }

  @Test
  void interruptsACallThatIsCancelled() throws Exception {
    var entered = new CountDownLatch(1);
    var stuck =
        JavaFunction.of(
            "stuck",
            "1",
            EffectClass.PURE,
            (in, context) -> {
              entered.countDown();
              new CountDownLatch(1).await();
              return in;
            });
    try (var engine = new JavaEngine(List.of(stuck))) {
      var execution = engine.start(call(stuck.rsc(), Node.NULL), HOST, UsageListener.SILENT);
      entered.await();

      execution.cancel("enough");

      assertThat(execution.join())
          .isEqualTo(new Completion.Aborted(Completion.Cause.CANCELLED, "enough", Usage.NONE));
      assertThat(execution.pause()).isFalse();
    }
  }

  @Test
  void admitsWithTheEffectClassAndRefusesWhatNobodyRegistered() {
    var pay = JavaFunction.of("pay", "2", EffectClass.DESTRUCTIVE, (in, context) -> in);
    try (var engine = new JavaEngine(List.of(pay))) {
      assertThat(engine.admit(instruction("java:pay@2"), Mapping.NATIVE, HOST))
          .isEqualTo(new Admission.Accepted(EffectClass.DESTRUCTIVE));
      assertThat(engine.admit(instruction("java:pay@1"), Mapping.NATIVE, HOST))
          .isInstanceOfSatisfying(
              Admission.Refused.class,
              refused -> {
                assertThat(refused.reason()).contains("java:pay@1");
                assertThat(refused.advice()).contains("java:pay@2");
              });
      assertThat(engine.describe("java:pay@2", HOST)).isPresent();
      assertThat(engine.describe("java:pay@1", HOST)).isEmpty();
    }
  }

  @Test
  void refusesNamesThatAnInstructionCouldNotSpell() {
    assertThatThrownBy(() -> JavaFunction.of("a b", "1", EffectClass.PURE, (in, context) -> in))
        .hasMessageContaining("a b");
    assertThatThrownBy(() -> JavaFunction.of("a", "1@2", EffectClass.PURE, (in, context) -> in))
        .hasMessageContaining("1@2");
    var twice = JavaFunction.of("a", "1", EffectClass.PURE, (in, context) -> in);
    assertThatThrownBy(() -> new JavaEngine(List.of(twice, twice)))
        .hasMessageContaining("registered twice");
  }

  private static Completion run(JavaFunction function, Node input) throws InterruptedException {
    try (var engine = new JavaEngine(List.of(function))) {
      return engine.start(call(function.rsc(), input), HOST, UsageListener.SILENT).join();
    }
  }

  private static Call call(String rsc, Node input) {
    return new Call(instruction(rsc), input, Mapping.NATIVE, Limits.NATIVE, "the-key");
  }

  private static Instruction instruction(String rsc) {
    return new Instruction(rsc, JavaEngine.OP, Node.NULL, Node.of(""));
  }
}
