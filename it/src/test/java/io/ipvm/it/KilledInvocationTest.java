package io.ipvm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.Authority;
import io.ipvm.node.Grant;
import io.ipvm.node.Handling;
import io.ipvm.node.Ipvm;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerReader;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Policy;
import io.ipvm.ucan.Receipt;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a killed lender left of its log: what it was asked is answered when it is asked again,
/// with the same receipts, and its delegate has neither more nor less of the budget than before.
final class KilledInvocationTest {
  private static final Path HELLO = Path.of("..", "examples", "hello", "hello.wasm");
  private static final Command RUN = Command.parse("/wasm/run");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void isChargedOnceAndAnsweredAlikeWhereverTheLenderWasKilled() throws Exception {
    var whole = folder.resolve("whole");
    List<ContainerReader> asked;
    ContainerReader more;
    try (var lender = open(whole);
        var borrower = open(folder.resolve("borrower"))) {
      lend(lender, borrower);
      var module = lender.addModule("hello", HELLO);
      asked = Stream.of("a", "b", "c").map(name -> ask(lender, borrower, module, name)).toList();
      more = ask(lender, borrower, module, "d");
      assertThat(receipts(lender, asked)).hasSize(3);
      assertExhausted(lender, more);
    }
    List<Receipt> expected;
    try (var lender = open(whole)) {
      expected = receipts(lender, asked);
    }

    LogPrefixes.of(whole)
        .forEach(
            folder,
            left -> {
              try (var lender = open(left)) {
                lender.addModule("hello", HELLO);
                assertThat(receipts(lender, asked)).as(left.toString()).isEqualTo(expected);
                assertExhausted(lender, more);
              }
            });
  }

  private static Ipvm open(Path data) {
    return Ipvm.builder(data).clock(CLOCK).open();
  }

  private static void lend(Ipvm lender, Ipvm borrower) {
    var grant =
        new Grant(
            borrower.userDid(),
            Optional.empty(),
            RUN,
            Policy.EMPTY,
            Optional.of(Budget.parse("3/day")),
            Optional.empty(),
            Optional.empty());
    borrower.authority().keep(lender.authority().delegate(grant));
  }

  private static ContainerReader ask(Ipvm lender, Ipvm borrower, Cid module, String name) {
    var args =
        MapNode.builder()
            .put("mod", module)
            .put("fun", "greet")
            .put("params", Node.list(Node.of(name)))
            .build();
    Authority.Prepared prepared =
        borrower
            .authority()
            .invoke(lender.nodeDid(), RUN, args, CLOCK.instant().plusSeconds(60), true);
    return ContainerReader.read(
        new ContainerWriter()
            .add(prepared.invocation())
            .addAll(prepared.chain())
            .write(ContainerForm.RAW));
  }

  private static List<Receipt> receipts(Ipvm lender, List<ContainerReader> asked)
      throws InterruptedException {
    var receipts = new ArrayList<Receipt>();
    for (var container : asked) {
      receipts.add(handIn(lender, container).receipt().orElseThrow());
    }
    return receipts;
  }

  private static void assertExhausted(Ipvm lender, ContainerReader more) {
    assertThatThrownBy(() -> handIn(lender, more))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED))
        .hasMessageContaining("has 0 tasks left");
  }

  private static Handling.Going.Ended handIn(Ipvm lender, ContainerReader container)
      throws InterruptedException {
    var invocation = container.invocations().getFirst();
    return ((Handling.Going) lender.carryOut(invocation, container, event -> {})).join();
  }
}
