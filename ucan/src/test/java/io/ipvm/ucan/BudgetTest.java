package io.ipvm.ucan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.testkit.Property;
import io.ipvm.ucan.Budget.Per;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BudgetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10/day | 10/day",
        "10 tasks/day | 10/day",
        "1e9 gas/hour | gas=1000000000/hour",
        "tasks=10,gas=1e9/day | tasks=10,gas=1000000000/day",
        "bytes=256MiB,tasks=1/total | tasks=1,bytes=268435456/total",
        "1.5e3/total | 1500/total",
        "0.5KiB bytes/hour | bytes=512/hour",
        "9007199254740991/day | 9007199254740991/day"
      })
  void isReadAndPrintedAsPeopleWriteIt(String text, String printed) {
    var budget = Budget.parse(text);

    assertThat(budget).hasToString(printed);
    assertThat(Budget.parse(printed)).isEqualTo(budget);
    assertThat(Budget.decode(budget.encode())).isEqualTo(budget);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | lacks its period",
        "10 | lacks its period: /day, /hour or /total",
        "10/week | per day, hour or total, not per \"week\"",
        "10/DAY | not per \"DAY\"",
        "/day | \"\" is no amount",
        "-1/day | is no amount, such as 10, 1e9 or 256MiB",
        "0/day | a budget has from 1 to 2^53-1 tasks, it cannot have 0",
        "9007199254740992/day | it cannot have 9007199254740992",
        "1e99/day | is no whole number of 64 bits",
        "1.5/day | 1.5 is no whole number",
        "1e9 gasoline/day | \"gasoline\" is none of tasks, gas and bytes",
        "10  gas/day | is none of tasks",
        "gas=1,gas=2/day | it has gas twice",
        "gas=1,2/day | \"2\" is not name=amount",
        "gas=1,/day | \"\" is not name=amount",
        "10MB/day | is no amount",
        "10/day/day | is no amount"
      })
  void refusesWhatNobodyMeans(String text, String why) {
    assertThatThrownBy(() -> Budget.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusesATextThatIsTooLong() {
    assertThatThrownBy(() -> Budget.parse("1".repeat(197) + "/day"))
        .hasMessageContaining("limit 200");
  }

  /// Written out: delegations name it by its CID.
  @Test
  void theDocumentHasOneForm() {
    var budget = new Budget(Per.DAY, 10L, 1_000_000_000L, null);

    assertThat(budget.encode())
        .isEqualTo(Bytes.fromHex("a4617601636761731a3b9aca006370657263646179657461736b730a"));
    assertThat(budget.cid())
        .hasToString("bafyreidab6egg6u2zrr4zc25nnt2f6jdmcwve5h7lnwgbe7g6zzvaumzka");
    assertThat(budget.cid().names(budget.encode())).isTrue();
  }

  @Test
  void refusesOtherDocuments() {
    var node = new Budget(Per.DAY, 10L, null, null).toNode();

    refused(node.with("v", Node.of(2)), "budget: v is 2, known is 1");
    refused(node.without("v"), "budget lacks the key \"v\"");
    refused(node.with("per", Node.of("week")), "not per \"week\"");
    refused(node.without("tasks"), "has to bound tasks, gas or bytes");
    refused(node.with("tasks", Node.of(0)), "cannot have 0");
    refused(node.with("tasks", Node.of(1.0)), "of kind float");
    refused(node.with("cpu", Node.of(1)), "unknown key \"cpu\"");
    refused(Node.NULL, "of kind null");
  }

  @Test
  void periodsAreThoseOfUtc() {
    var evening = Instant.parse("2026-12-31T23:59:59.999Z");
    var day = Budget.parse("1/day");
    var hour = Budget.parse("1/hour");
    var total = Budget.parse("1/total");

    assertThat(day.period(evening)).isEqualTo("2026-12-31");
    assertThat(day.renews(evening)).contains(Instant.parse("2027-01-01T00:00:00Z"));
    assertThat(hour.period(evening)).isEqualTo("2026-12-31T23");
    assertThat(hour.renews(evening)).contains(Instant.parse("2027-01-01T00:00:00Z"));
    assertThat(total.period(evening)).isEqualTo("total");
    assertThat(total.renews(evening)).isEmpty();
  }

  @Test
  void aPeriodLastsUntilItRenewsAndNoLonger() {
    Property.check(seed -> {
      var now = Instant.ofEpochSecond(Property.random(seed).nextLong(4_000_000_000L));
      for (var budget : new Budget[] {Budget.parse("1/day"), Budget.parse("1/hour")}) {
        var renews = budget.renews(now).orElseThrow();

        assertThat(budget.period(renews.minusNanos(1))).isEqualTo(budget.period(now));
        assertThat(budget.period(renews)).isNotEqualTo(budget.period(now));
      }
    });
  }

  @Test
  void aDelegationDemandsItAndCarriesIt() {
    var budget = Budget.parse("10/day");
    var grant =
        Ucan.delegate(Tokens.ALICE)
            .to(Tokens.BOB.did())
            .on(Tokens.ALICE.did())
            .command("/wasm/run")
            .budget(budget)
            .never()
            .sign();

    assertThat(grant.policy().toNodes()).containsExactly(budget.demand());
    assertThat(Budget.carriedBy(grant)).contains(budget);
    assertThat(grant.policy().match(MapNode.of("budget", Node.of(budget.cid()))))
        .isInstanceOf(PolicyMatch.Satisfied.class);
    assertThat(Budget.carriedBy(Tokens.numbered(1))).isEmpty();
  }

  private static void refused(Node node, String why) {
    assertThatThrownBy(() -> Budget.decode(DagCbor.encode(node)))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why);
  }
}
