package io.ipvm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyFile;
import io.ipvm.keys.Signer;
import io.ipvm.store.RunStatus;
import io.ipvm.ucan.Branch;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerReader;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Policy;
import io.ipvm.ucan.Promise;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Receipt;
import io.ipvm.ucan.Ucan;
import io.ipvm.ucan.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One node lends itself, another uses it through tokens that are handed over.
final class AuthorityTest {
  private static final Path HELLO = Path.of("..", "examples", "hello", "hello.wasm");
  private static final Command RUN = Command.parse("/wasm/run");
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private Instant now = NOON;
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @TempDir private Path folder;
  private Ipvm lender;
  private Ipvm borrower;
  private Cid module;

  @BeforeEach
  void open() {
    lender = open("lender");
    borrower = open("borrower");
    module = lender.addModule("hello", HELLO);
  }

  @AfterEach
  void close() {
    lender.close();
    borrower.close();
  }

  private Ipvm open(String name) {
    return Ipvm.builder(folder.resolve(name)).clock(clock).open();
  }

  /// What the lender gives: this module only, `budget`, a gas limit, until Friday.
  private List<Delegation> lend(String budget) {
    return lend(budget, "limits.gas <= 1e9");
  }

  private List<Delegation> lend(String budget, String demands) {
    var policy = Policy.parse("mod == " + module + " and " + demands);
    return lender
        .authority()
        .delegate(
            new Grant(
                borrower.userDid(),
                Optional.empty(),
                RUN,
                policy,
                Optional.of(Budget.parse(budget)),
                Optional.empty(),
                Optional.of(NOON.plus(Duration.ofDays(4)))));
  }

  private ContainerReader invoke(String name) {
    return invoke(MapNode.EMPTY, name);
  }

  private ContainerReader invoke(MapNode more, String name) {
    return invoke(more, Node.of(name));
  }

  private ContainerReader invoke(Node name) {
    return invoke(MapNode.EMPTY, name);
  }

  private ContainerReader invoke(MapNode more, Node name) {
    var args =
        MapNode.builder().put("mod", module).put("fun", "greet").put("params", Node.list(name));
    more.keys().forEach(key -> args.put(key, more.find(key).orElseThrow()));
    var prepared =
        borrower
            .authority()
            .invoke(lender.nodeDid(), RUN, args.build(), now.plusSeconds(300), true);
    return ContainerReader.read(
        new ContainerWriter()
            .add(prepared.invocation())
            .addAll(prepared.chain())
            .write(ContainerForm.BASE64_GZIP));
  }

  private Handling.Going.Ended handIn(ContainerReader container) throws InterruptedException {
    var handling = lender.carryOut(container.invocations().getFirst(), container, event -> {});
    return ((Handling.Going) handling).join();
  }

  private static Outcome outcome(Handling.Going.Ended ended) {
    return ended.receipt().map(Receipt::out).orElseThrow();
  }

  @Test
  void whatWasLentCanBeUsedByHandingTokensOver() throws Exception {
    borrower.authority().keep(lend("10/day"));
    var container = invoke("you");

    var ended = handIn(container);

    assertThat(outcome(ended)).isEqualTo(new Outcome.Ok(Node.of("Hello, you!")));
    var invocation = container.invocations().getFirst();
    var receipt = ended.receipt().orElseThrow();
    assertThat(receipt.ran()).isEqualTo(invocation.taskId());
    assertThat(receipt.issuer()).isEqualTo(lender.nodeDid());
    assertThat(lender.findTaskReceipt(invocation.taskId())).contains(receipt);
    assertThat(lender.findReceipt(receipt.cid())).contains(receipt);
    assertThat(ended.result().status()).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void limitsAndBudgetComeFromTheDelegation() {
    borrower.authority().keep(lend("10/day"));

    var args = invoke("you").invocations().getFirst().args();

    assertThat(args.find("limits")).contains(MapNode.of("gas", Node.of(1_000_000_000L)));
    assertThat(args.find("budget")).contains(Node.of(Budget.parse("10/day").cid()));
  }

  @Test
  void aBudgetIsUsedUpAndRenewed() throws Exception {
    borrower.authority().keep(lend("2/day"));
    handIn(invoke("a"));
    handIn(invoke("b"));

    assertThatThrownBy(() -> handIn(invoke("c")))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXHAUSTED))
        .hasMessage(
            "the budget of 2/day has 0 tasks left, asked for are 1; it is full again at"
                + " 2026-06-02T00:00:00Z");

    now = NOON.plus(Duration.ofDays(1));
    assertThat(outcome(handIn(invoke("c")))).isInstanceOf(Outcome.Ok.class);
  }

  @Test
  void aBudgetIsCountedAcrossProcesses() throws Exception {
    borrower.authority().keep(lend("1/day"));
    handIn(invoke("a"));
    lender.close();

    lender = open("lender");

    assertThatThrownBy(() -> handIn(invoke("b"))).hasMessageContaining("has 0 tasks left");
  }

  @Test
  void anInvocationIsChargedOnceHoweverOftenItIsHandedIn() throws Exception {
    borrower.authority().keep(lend("2/day"));
    var container = invoke("a");

    var first = handIn(container);
    var second = handIn(container);

    assertThat(second.receipt()).isEqualTo(first.receipt());
    assertThat(second.result().run()).isEqualTo(first.result().run());
    assertThat(outcome(handIn(invoke("b")))).isInstanceOf(Outcome.Ok.class);
  }

  @Test
  void sharesWhatWasComputedForDocuments() throws Exception {
    lender.run(lender.call(module, "greet", List.of(Node.of("you"))));
    borrower.authority().keep(lend("10/day"));

    var ended = handIn(invoke("you"));

    assertThat(ended.result().tasks())
        .extracting(TaskView::state)
        .containsExactly(TaskView.State.REPLAYED);
  }

  @Test
  void anotherModuleIsRefusedWithTheStatementThatForbidsIt() {
    borrower.authority().keep(lend("10/day"));
    var other = lender.addModule("bad", modules().resolve("bad.wasm"));
    var args =
        MapNode.builder().put("mod", other).put("fun", "trap").put("params", Node.list()).build();
    var prepared =
        borrower.authority().invoke(lender.nodeDid(), RUN, args, now.plusSeconds(60), false);

    assertThatThrownBy(() -> carryOut(prepared))
        .isInstanceOfSatisfying(
            NotAuthorisedException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED))
        .hasMessageContaining("mod ==")
        .hasMessageContaining(module.toString());
    assertThat(lender.runs(10)).isEmpty();
  }

  @Test
  void moreGasThanGrantedIsRefused() {
    borrower.authority().keep(lend("10/day"));
    var limits = MapNode.of("gas", Node.of(1_000_000_001L));

    assertThatThrownBy(() -> handIn(invoke(MapNode.of("limits", limits), "a")))
        .isInstanceOf(NotAuthorisedException.class)
        .hasMessageContaining("limits.gas <= 1e9")
        .hasMessageContaining("1000000001");
  }

  @Test
  void ends() {
    borrower.authority().keep(lend("10/day"));
    var container = invoke(MapNode.EMPTY, "a");
    now = NOON.plus(Duration.ofDays(4)).plusSeconds(61);

    assertThatThrownBy(() -> handIn(container))
        .isInstanceOf(NotAuthorisedException.class)
        .hasMessageContaining("expired");
    assertThatThrownBy(() -> invoke("a"))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED));
  }

  @Test
  void aRevocationCutsOffAtOnce() {
    var chain = lend("10/day");
    borrower.authority().keep(chain);
    var container = invoke("a");

    lender.authority().revoke(chain.getLast().cid(), Optional.of("enough"));

    assertThatThrownBy(() -> handIn(container))
        .isInstanceOf(NotAuthorisedException.class)
        .hasMessageContaining("revoked");
  }

  @Test
  void aRevocationThatIsHandedInWorksToo() {
    var chain = lend("10/day");
    borrower.authority().keep(chain);
    var container = invoke("a");

    // The borrower disclaims what it was given.
    var revocation = borrower.authority().revoke(chain.getLast().cid(), Optional.empty());
    var handling = lender.carryOut(revocation.invocation(), ProofStore.NONE, event -> {});

    assertThat(handling).isInstanceOf(Handling.Done.class);
    assertThatThrownBy(() -> handIn(container)).hasMessageContaining("revoked");
  }

  @Test
  void nobodyRevokesWhatIsNotTheirs() {
    var chain = lend("10/day");
    borrower.authority().keep(chain);

    assertThatThrownBy(() -> borrower.authority().revoke(chain.getFirst().cid(), Optional.empty()))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED));
    var forged = Ucan.revoke(borrowerKey(), chain.getFirst().cid()).sign();
    lender.carryOut(forged.invocation(), ProofStore.NONE, event -> {});

    // It is known, and counts for nothing: the borrower is no issuer above that link.
    var container = invoke("a");
    var verdict =
        lender.authority().explain(container.invocations().getFirst(), container).verdict();
    assertThat(verdict).isInstanceOf(Verdict.Authorized.class);
  }

  private Signer borrowerKey() {
    return KeyFile.load(folder.resolve("borrower").resolve("user.key"));
  }

  @Test
  void aTaskMayAwaitAnother() throws Exception {
    borrower.authority().keep(lend("10/day"));
    var first = invoke("you");
    var task = first.invocations().getFirst().taskId();
    var second = awaiting(Branch.OK, task);
    assertThatThrownBy(() -> handIn(second))
        .hasMessageContaining("task " + task + ", which is awaited, has no receipt here");

    handIn(first);

    assertThat(outcome(handIn(second))).isEqualTo(new Outcome.Ok(Node.of("Hello, Hello, you!!")));
  }

  @Test
  void aTaskThatAwaitsTheOtherBranchFails() throws Exception {
    borrower.authority().keep(lend("10/day"));
    var first = invoke("you");
    handIn(first);
    var second = awaiting(Branch.ERROR, first.invocations().getFirst().taskId());

    var handling = lender.carryOut(second.invocations().getFirst(), second, event -> {});

    assertThat(((Handling.Done) handling).receipt().out().value().toString())
        .contains("branch mismatch");
  }

  @Test
  void policiesSeeTheResultThatWasAwaited() throws Exception {
    borrower.authority().keep(lend("10/day", "params[0] like \"*you\""));
    var first = invoke("you");
    var second = awaiting(Branch.OK, first.invocations().getFirst().taskId());
    assertThatThrownBy(() -> handIn(second))
        .isInstanceOfSatisfying(
            NotAuthorisedException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining("results that are not here yet");

    handIn(first);

    assertThatThrownBy(() -> handIn(second))
        .isInstanceOfSatisfying(
            NotAuthorisedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHORISED);
              assertThat(e.explanation().verdict()).isInstanceOf(Verdict.Refused.class);
            })
        .hasMessageContaining("but params[0] is \"Hello, you!\"");
  }

  private ContainerReader awaiting(Branch branch, Cid task) {
    return invoke(new Promise(branch, task).toNode());
  }

  @Test
  void strangersRevokeNothingThatNobodyHereKnows() {
    var unknown = module; // any CID will do
    var revocation = Ucan.revoke(borrowerKey(), unknown).sign();

    assertThatThrownBy(() -> lender.carryOut(revocation.invocation(), ProofStore.NONE, event -> {}))
        .isInstanceOfSatisfying(
            IpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessageContaining("is not here");
  }

  @Test
  void nothingIsGivenToAKeyThatIsNone() {
    var grant =
        new Grant(
            Did.parse("did:key:zFoo"),
            Optional.empty(),
            RUN,
            Policy.EMPTY,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> lender.authority().delegate(grant))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void whatHasABudgetIsPassedOnWithoutAnother() {
    borrower.authority().keep(lend("10/day"));
    var third = Did.parse("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp");

    assertThatThrownBy(() -> borrower.authority().delegate(passOn(third, "2/day")))
        .hasMessageContaining("budget already, 10/day");
    assertThat(borrower.authority().delegate(passOn(third, "10/day"))).hasSize(3);
  }

  private Grant passOn(Did to, String budget) {
    return new Grant(
        to,
        Optional.of(lender.nodeDid()),
        RUN,
        Policy.EMPTY,
        Optional.of(Budget.parse(budget)),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void countsWhatDelegatesUse() throws Exception {
    borrower.authority().keep(lend("1/day"));
    handIn(invoke("a"));
    assertThatThrownBy(() -> handIn(invoke("b"))).isInstanceOf(IpvmException.class);

    var usage = lender.authority().usage(Optional.of(borrower.userDid()));

    assertThat(usage).hasSize(1);
    assertThat(usage.getFirst().day().invocations()).isEqualTo(1);
    assertThat(usage.getFirst().day().tasks()).isEqualTo(1);
    assertThat(usage.getFirst().day().refused()).isEqualTo(1);
    assertThat(usage.getFirst().day().gas()).isEqualTo(1_000_000_000L);
  }

  @Test
  void whoeverWasGivenNothingIsRefused() {
    var invocation =
        Ucan.invoke(borrowerKey())
            .on(lender.nodeDid())
            .command("/wasm/run")
            .args(MapNode.of("mod", Node.of(module)).with("fun", Node.of("greet")))
            .expires(now.plusSeconds(60))
            .sign();

    assertThatThrownBy(() -> lender.carryOut(invocation, ProofStore.NONE, event -> {}))
        .isInstanceOf(NotAuthorisedException.class)
        .hasMessageContaining("proof");
    assertThat(lender.runs(10)).isEmpty();
  }

  @Test
  void whoeverNamesThemselvesAsTheSubjectIsRefused() {
    var invocation =
        Ucan.invoke(borrowerKey())
            .on(borrower.userDid())
            .to(lender.nodeDid())
            .command("/wasm/run")
            .args(MapNode.of("mod", Node.of(module)).with("fun", Node.of("greet")))
            .expires(now.plusSeconds(60))
            .sign();

    assertThatThrownBy(() -> lender.carryOut(invocation, ProofStore.NONE, event -> {}))
        .isInstanceOf(NotAuthorisedException.class)
        .hasMessageContaining("is about subject");
    assertThat(lender.runs(10)).isEmpty();
  }

  private void carryOut(Authority.Prepared prepared) {
    Invocation invocation = prepared.invocation();
    lender.carryOut(
        invocation,
        cid -> prepared.chain().stream().filter(link -> link.cid().equals(cid)).findFirst(),
        event -> {});
  }

  private static Path modules() {
    return Path.of("..", "wasm", "src", "test", "resources", "io", "ipvm", "wasm");
  }
}
