package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody lends their node, somebody else uses it, by files that are handed over.
final class UcanCommandsTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final String NOON = "2026-06-01T12:00:00Z";
  private static final String FRIDAY = "2026-06-05";
  private static final String SATURDAY = "2026-06-06T00:01:00Z";

  @TempDir private Path folder;
  private Shell lender;
  private Shell borrower;

  @BeforeEach
  void open() throws IOException {
    Files.copy(EXAMPLES.resolve("hello/hello.wasm"), folder.resolve("hello.wasm"));
    Files.copy(EXAMPLES.resolve("photo/photo.wasm"), folder.resolve("photo.wasm"));
    lender = shell("lender");
    borrower = shell("borrower");
    lender.run("fn", "add", "hello", "hello.wasm");
    lender.run("fn", "add", "photo", "photo.wasm");
  }

  private Shell shell(String name) {
    return new Shell(folder).with("IPVM_HOME", folder.resolve(name).toString()).at(NOON);
  }

  private String user(Shell shell) {
    return shell
        .run("key", "show", "-o", "json")
        .out()
        .replaceAll("(?s).*\"user\": \"([^\"]*)\".*", "$1");
  }

  /// This module, 1e9 gas each, until Friday.
  private Shell.Outcome lend(String budget) {
    var lent =
        lender.run(
            "ucan",
            "delegate",
            "--to",
            user(borrower),
            "--mod",
            "hello",
            "--policy",
            "limits.gas <= 1e9",
            "--budget",
            budget,
            "--expires",
            FRIDAY,
            "-O",
            "partner.ucan");
    assertThat(lent.status()).as(lent.err()).isEqualTo(ExitStatus.OK);
    assertThat(borrower.run("ucan", "import", "partner.ucan").status()).isEqualTo(ExitStatus.OK);
    return lent;
  }

  private Shell.Outcome ask(String name, String... more) {
    var words = new ArrayList<>(List.of("ucan", "invoke", "-O", name + ".ucan"));
    words.addAll(List.of(more));
    words.addAll(List.of("hello.wasm#greet", name));
    return borrower.run(words.toArray(String[]::new));
  }

  @Test
  void whatWasLentIsUsedThroughFiles() {
    var lent = lend("10/day");
    var asked = ask("Ada");
    var ran = lender.run("run", "Ada.ucan", "--receipt", "result.ucan");
    var seen = borrower.run("ucan", "inspect", "result.ucan");

    assertThat(lent.out()).isEmpty();
    assertThat(lent.err())
        .contains("gave " + user(borrower) + " /wasm/run on this node if mod == ")
        .contains("and limits.gas <= 1e9; budget 10/day; until 2026-06-05T23:59:59Z, in 4 d")
        .contains("wrote partner.ucan");
    assertThat(asked.err()).contains("adds limits.gas 1000000000 and budget 10/day");
    assertThat(ran.status()).as(ran.err()).isEqualTo(ExitStatus.OK);
    assertThat(ran.out()).isEqualTo("Hello, Ada!\n");
    assertThat(seen.out()).contains("receipt  of did:key:").contains("\"Hello, Ada!\"");
  }

  @Test
  void aContainerGoesThroughPipesAndIsTextByDefault() {
    var lent = lender.run("ucan", "delegate", "--to", user(borrower));
    var kept = borrower.piping(lent.bytes()).run("ucan", "import", "-");
    var pasted = borrower.run("ucan", "inspect", lent.out().strip());

    assertThat(lent.out()).matches("O[A-Za-z0-9+/=]+\n");
    assertThat(lent.err()).contains("whatever the arguments").contains("in 30 d");
    assertThat(kept.out()).contains("delegations  2");
    assertThat(pasted.out()).contains("everything  from did:key:").contains("to you");
  }

  @Test
  void everyFormIsRead() {
    for (var form : List.of("text", "url", "raw", "plain-text", "plain-url", "plain-raw")) {
      var lent =
          lender.run("ucan", "delegate", "--to", user(borrower), "--form", form, "-O", "x.ucan");

      assertThat(lent.status()).as(form).isEqualTo(ExitStatus.OK);
      assertThat(borrower.run("ucan", "inspect", "x.ucan", "-o", "id").out().lines()).hasSize(2);
    }
    assertThat(lender.run("ucan", "delegate", "--to", user(borrower), "--form", "zip").status())
        .isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void anotherModuleIsRefusedAndTheStatementSaysWhy() {
    lend("10/day");

    var warned = borrower.run("ucan", "invoke", "photo.wasm#width", "Ada", "-O", "photo.ucan");
    borrower.run("ucan", "invoke", "--anyway", "photo.wasm#width", "Ada", "-O", "photo.ucan");
    var refused = lender.run("run", "photo.ucan");

    assertThat(warned.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(warned.err()).contains("that would be refused").contains("demands mod == bafk");
    assertThat(refused.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(refused.err())
        .contains("✗ /wasm/run  from did:key:")
        .contains("policy failed")
        .contains("demands mod == bafk");
    assertThat(lender.run("runs", "ls", "-o", "id").out()).isEmpty();
  }

  @Test
  void moreGasThanGrantedIsRefused() {
    lend("10/day");
    ask("Ada", "--anyway", "--limits", "gas=1000000001");

    var refused = lender.run("run", "Ada.ucan", "-o", "json");

    assertThat(refused.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .contains("\"code\": \"not-authorised\"")
        .contains("\"reason\": \"policy-failed\"")
        .contains("\"demanded\": \"limits.gas <= 1e9\"")
        .contains("1000000001");
  }

  @Test
  void theTaskBeyondTheBudgetWaitsForTheNextDay() {
    lend("2/day");
    for (var name : List.of("a", "b", "c")) {
      ask(name);
    }
    assertThat(lender.run("run", "a.ucan").status()).isEqualTo(ExitStatus.OK);
    assertThat(lender.run("run", "b.ucan").status()).isEqualTo(ExitStatus.OK);

    var exhausted = lender.run("run", "c.ucan");
    var usage = lender.run("usage");
    lender.at("2026-06-02T00:00:01Z");
    borrower.at("2026-06-02T00:00:01Z");
    ask("c");

    assertThat(exhausted.status()).isEqualTo(ExitStatus.UNAVAILABLE);
    assertThat(exhausted.err())
        .contains("the budget of 2/day has 0 tasks left")
        .contains("full again at 2026-06-02T00:00:00Z");
    assertThat(usage.out()).contains("2026-06-01").contains("2/day").contains("0 tasks  in 12 h");
    assertThat(lender.run("run", "c.ucan").status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void nothingGoesOnAfterItsTime() {
    lend("10/day");
    ask("Ada", "--expires", "2026-06-07");
    lender.at(SATURDAY);
    borrower.at(SATURDAY);

    var refused = lender.run("run", "Ada.ucan");
    var another = ask("Eve");
    var listed = borrower.run("ucan", "ls", "--mine");
    var all = borrower.run("ucan", "ls", "--mine", "--expired");

    assertThat(refused.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(refused.err()).contains("expired at 2026-06-05T23:59:59Z");
    assertThat(another.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(another.err()).contains("ipvm ucan import FILE");
    assertThat(listed.err()).contains("1 more whose time is over");
    assertThat(all.out()).contains("expired").contains("61 s ago");
  }

  @Test
  void aRevocationCutsOffAtOnceAndTravels() {
    lend("10/day");
    ask("Ada");
    var token = lender.run("ucan", "ls", "--to", user(borrower), "-o", "id").out().strip();

    var revoked = lender.run("ucan", "revoke", token, "--reason", "it is over", "-O", "over.ucan");
    var refused = lender.run("run", "Ada.ucan");
    var heeded = borrower.run("ucan", "import", "over.ucan");
    var another = ask("Eve");

    assertThat(revoked.status()).as(revoked.err()).isEqualTo(ExitStatus.OK);
    assertThat(revoked.err()).contains("took back /wasm/run from " + user(borrower));
    assertThat(refused.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(refused.err()).contains("was revoked by zdpu");
    assertThat(lender.run("ucan", "ls", "--given").out()).contains("revoked");
    assertThat(heeded.status()).as(heeded.err()).isEqualTo(ExitStatus.OK);
    assertThat(heeded.out()).contains(token);
    assertThat(another.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
  }

  @Test
  void whatWasPassedOnGoesWithWhatItCameFrom() {
    lend("10/day");
    var third = shell("third");
    borrower.run(
        "ucan", "delegate", "--subject", lenderNode(), "--to", user(third), "-O", "third.ucan");
    third.run("ucan", "import", "third.ucan");
    third.run("ucan", "invoke", "hello.wasm#greet", "Cyd", "-O", "cyd.ucan");
    var used = lender.run("run", "cyd.ucan");
    lender.run("ucan", "import", "third.ucan");
    var token = lender.run("ucan", "ls", "--to", user(borrower), "-o", "id").out().strip();

    var revoked = lender.run("ucan", "revoke", token, "-o", "json", "-O", "over.ucan");

    assertThat(used.out()).isEqualTo("Hello, Cyd!\n");
    assertThat(revoked.out()).contains("\"cut\": [\n    \"zdpu");
    assertThat(revoked.err()).contains("with it goes /wasm/run of " + user(third));
  }

  private String lenderNode() {
    return lender.run("key", "show", "-o", "id").out().strip();
  }

  @Test
  void verifySaysWhatThisNodeWouldDo() {
    lend("10/day");
    ask("Ada");

    var here = lender.run("ucan", "verify", "Ada.ucan");
    var elsewhere = borrower.run("ucan", "verify", "Ada.ucan");
    var delegations = lender.run("ucan", "verify", "partner.ucan");

    assertThat(here.status()).isEqualTo(ExitStatus.OK);
    assertThat(here.out()).contains("authorised: it holds until 2026-06-01T12:05:00Z");
    assertThat(elsewhere.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(elsewhere.out()).contains("refused: wrong executor");
    assertThat(delegations.status()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void findShowsTheChainOrWhatComesNearest() {
    lend("10/day");

    var found = borrower.run("ucan", "find");
    var none = borrower.run("ucan", "find", "--cmd", "/workflow/run");

    assertThat(found.out()).contains("budget  10/day").contains("to you");
    assertThat(none.status()).isEqualTo(ExitStatus.NOT_AUTHORISED);
    assertThat(none.err()).contains("allows /wasm/run and what is below");
  }

  @Test
  void aMistakeInAPolicyIsShownWhereItIs() {
    var outcome =
        lender.run(
            "ucan", "delegate", "--to", user(borrower), "--policy", "limits.gas <= 1e9 und x");

    assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(outcome.err().lines().toList())
        .containsSubsequence("       limits.gas <= 1e9 und x", "                         ^");
  }

  @Test
  void everythingFitsANarrowTerminal() {
    lend("10/day");
    ask("Ada");

    for (int columns : new int[] {40, 80}) {
      var inspected = lender.onTerminal(columns).run("ucan", "verify", "Ada.ucan", "--no-color");
      var listed = lender.onTerminal(columns).run("ucan", "ls", "--no-color");

      assertThat(inspected.out().lines())
          .allMatch(line -> line.length() <= columns || line.contains("baf"));
      assertThat(listed.out().lines().map(String::stripTrailing))
          .allMatch(line -> line.length() <= Math.max(columns, 64));
    }
  }

  @Test
  void tokensAreCompleted() {
    lend("10/day");
    var token = lender.run("ucan", "ls", "--to", user(borrower), "-o", "id").out().strip();

    var tokens = lender.run("complete", "--", "ucan", "revoke", token.substring(0, 8));
    var people = lender.run("complete", "--", "ucan", "delegate", "--to", "did:");

    assertThat(tokens.out()).contains(token);
    assertThat(people.out()).contains(user(borrower));
  }
}
