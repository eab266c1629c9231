package io.ipvm.cli;

import io.ipvm.cli.Table.Column;
import io.ipvm.keys.Did;
import io.ipvm.node.Ipvm;
import io.ipvm.node.Remaining;
import io.ipvm.node.Usage;
import io.ipvm.ucan.Budget;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `ipvm usage`: what others used of this node, and what is left of their budgets.
final class UsageCommand implements Command {
  private static final Duration USUAL = Duration.ofDays(7);

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Shows what those to whom this node was lent used of it on each day (UTC), they and"
                + " everybody they passed it on to; and what is left of their budgets.")
        .option("--by", "DID", "only them")
        .option("--since", "TIME", "how far back; 7d by default")
        .example("ipvm usage --since 30d")
        .example("ipvm usage --by did:key:z6Mk... -o json");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var since = arguments.duration("--since").orElse(USUAL);
    var node = session.reader();
    var kept = KeptTokens.of(node);
    var named = arguments.option("--by");
    Optional<Did> who =
        named.isPresent()
            ? Optional.of(Whom.parse(named.get(), kept.people(), session))
            : Optional.empty();
    var now = session.clock().instant();
    var first = LocalDate.ofInstant(now.minus(since), ZoneOffset.UTC);
    var days =
        node.authority().usage(who).stream()
            .filter(usage -> !usage.on().isBefore(first))
            // Whatever was lent came through the user: that line would be the sum of the others.
            .filter(usage -> who.isPresent() || !usage.who().samePrincipal(node.userDid()))
            .sorted(Comparator.comparing(Usage::on).reversed())
            .toList();
    var budgets = budgets(kept, who, node);
    print(days, budgets, Whom.of(node), session);
    return ExitStatus.OK;
  }

  /// What is left of a budget, and whose it is.
  private record Quota(Remaining left, List<Did> of) {}

  /// Of delegations of this node that were not given to the node itself.
  private static List<Quota> budgets(KeptTokens kept, Optional<Did> who, Ipvm node) {
    Map<Budget, Set<Did>> holders = new LinkedHashMap<>();
    for (var delegation : kept.all()) {
      var subject = delegation.subject();
      if (subject == null || subject.samePrincipal(node.nodeDid())) {
        TokenView.budget(delegation)
            .ifPresent(budget ->
                holders
                    .computeIfAbsent(budget, _ -> new LinkedHashSet<>())
                    .add(delegation.audience()));
      }
    }
    return holders.entrySet().stream()
        .filter(it -> who.isEmpty() || it.getValue().stream().anyMatch(who.get()::samePrincipal))
        .map(it -> new Quota(node.authority().remaining(it.getKey()), List.copyOf(it.getValue())))
        .toList();
  }

  private static void print(List<Usage> days, List<Quota> budgets, Whom whom, Session session) {
    var printer = session.printer();
    switch (printer.format()) {
      case TABLE, WIDE -> {
        boolean wide = printer.format() == OutputFormat.WIDE;
        if (days.isEmpty()) {
          session.messages().tell("nobody used this node in that time");
        } else {
          printer.table(days(whom).table(days, wide), Integer.MAX_VALUE);
        }
        if (!budgets.isEmpty()) {
          printer.text("");
          printer.table(quotas(whom, session).table(budgets, wide), Integer.MAX_VALUE);
        }
      }
      case ID -> days.stream().map(it -> it.who().text()).distinct().forEach(printer::text);
      case JSON, JSONL, YAML, DAG_JSON ->
          printer.structured(
              Answer.fields()
                  .put("days", Answer.items(days.stream().map(UsageCommand::answer).toList()))
                  .put("budgets", Answer.items(budgets.stream().map(UsageCommand::answer).toList()))
                  .build());
    }
  }

  private static Listing<Usage> days(Whom whom) {
    return new Listing<>(UsageCommand::answer, (Usage usage) -> usage.who().text())
        .column(Column.fixed("DAY"), usage -> usage.on().toString())
        .column(Column.id("WHO"), usage -> whom.cell(usage.who()))
        .column(Column.number("TASKS"), usage -> Humane.grouped(usage.day().tasks()))
        .column(
            Column.number("REPLAYED").dropped(), usage -> Humane.grouped(usage.day().replayed()))
        .column(Column.number("REFUSED"), usage -> Humane.grouped(usage.day().refused()))
        .column(Column.number("GAS").dropped(), usage -> Humane.grouped(usage.day().gas()))
        .column(
            Column.number("TIME").dropped(),
            usage -> Humane.duration(Duration.ofMillis(usage.day().millis())))
        .wide(Column.number("INVOCATIONS"), usage -> Humane.grouped(usage.day().invocations()))
        .wide(Column.fixed("DID"), usage -> usage.who().text());
  }

  private static Listing<Quota> quotas(Whom whom, Session session) {
    return new Listing<>(UsageCommand::answer, (Quota quota) -> quota.left.budget().text())
        .column(Column.fixed("BUDGET"), quota -> quota.left.budget().text())
        .column(
            Column.text("OF"),
            quota -> String.join(", ", quota.of.stream().map(whom::name).toList()))
        .column(Column.fixed("LEFT"), quota -> left(quota.left))
        .column(
            Column.fixed("FULL AGAIN").dropped(),
            quota ->
                quota
                    .left
                    .renews()
                    .map(at -> Moment.relative(at, session.clock().instant()))
                    .orElse("never"));
  }

  private static String left(Remaining left) {
    var amounts = new ArrayList<String>();
    left.tasks().ifPresent(it -> amounts.add(Humane.count(it, "task")));
    left.gas().ifPresent(it -> amounts.add(Humane.grouped(it) + " gas"));
    left.bytes().ifPresent(it -> amounts.add(Humane.size(it)));
    return String.join(", ", amounts);
  }

  private static Answer.Fields answer(Usage usage) {
    var day = usage.day();
    return Answer.fields()
        .put("who", usage.who().text())
        .put("day", usage.on().toString())
        .put("invocations", day.invocations())
        .put("refused", day.refused())
        .put("tasks", day.tasks())
        .put("replayed", day.replayed())
        .put("gas", day.gas())
        .put("millis", day.millis())
        .build();
  }

  private static Answer.Fields answer(Quota quota) {
    var left = quota.left;
    return Answer.fields()
        .put("budget", left.budget().text())
        .put("cid", left.budget().cid())
        .put("of", Answer.texts(quota.of.stream().map(Did::text).toList()))
        .putIfPresent("tasks", left.tasks())
        .putIfPresent("gas", left.gas())
        .putIfPresent("bytes", left.bytes())
        .putIfPresent("renews", left.renews())
        .build();
  }
}
