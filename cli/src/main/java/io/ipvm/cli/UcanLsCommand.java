package io.ipvm.cli;

import io.ipvm.cli.Paint.Tint;
import io.ipvm.cli.Table.Cell;
import io.ipvm.cli.Table.Column;
import io.ipvm.keys.Did;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Window;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// `ipvm ucan ls`: the delegations that are kept here, those that were given and those that were
/// got.
final class UcanLsCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Lists the delegations that are kept here: what you gave, and what you got.")
        .option("--to", "DID", "only those to them")
        .flag("--mine", "only those to you")
        .flag("--given", "only those you gave")
        .flag("--expired", "also those whose time is over")
        .example("ipvm ucan ls --given")
        .example("ipvm ucan ls --mine -o id");
  }

  /// What is wide first, then what ends first.
  private static final Comparator<Delegation> ORDER =
      Comparator.comparing((Delegation it) -> it.command().text())
          .thenComparing(it -> Objects.requireNonNullElse(it.expires(), Long.MAX_VALUE))
          .thenComparing(Delegation::cid);

  /// How a delegation stands.
  private enum State {
    VALID(Tint.GOOD),
    NOT_YET(Tint.WARNING),
    EXPIRED(Tint.FAINT),
    REVOKED(Tint.BAD);

    private final Tint tint;

    State(Tint tint) {
      this.tint = tint;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private record Row(Delegation token, State state) {}

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var node = session.reader();
    var whom = Whom.of(node);
    var kept = KeptTokens.of(node);
    var to = arguments.option("--to");
    var audience =
        to.isPresent()
            ? Optional.of(Whom.parse(to.get(), kept.people(), session))
            : arguments.flag("--mine") ? Optional.of(node.userDid()) : Optional.<Did>empty();
    var now = session.clock().instant();
    var all =
        kept.all().stream()
            .filter(it -> audience.filter(did -> !did.samePrincipal(it.audience())).isEmpty())
            .filter(it -> !arguments.flag("--given") || it.issuer().samePrincipal(node.userDid()))
            .sorted(ORDER)
            .map(it -> new Row(it, state(it, kept, now)))
            .toList();
    var rows =
        all.stream()
            .filter(row -> row.state != State.EXPIRED || arguments.flag("--expired"))
            .toList();
    session.printer().list(listing(whom, now), rows);
    int hidden = all.size() - rows.size();
    if (hidden > 0) {
      session.messages().tell(hidden + " more whose time is over: ipvm ucan ls --expired");
    } else if (rows.isEmpty()) {
      session
          .messages()
          .tell("no such delegations; ipvm ucan delegate gives one, ipvm ucan import keeps one");
    }
    return ExitStatus.OK;
  }

  private static State state(Delegation token, KeptTokens kept, Instant now) {
    var window = new Window(token.notBefore(), token.expires());
    var notBefore = window.notBefore();
    if (notBefore != null && now.getEpochSecond() < notBefore) {
      return State.NOT_YET;
    }
    if (!window.contains(now.getEpochSecond())) {
      return State.EXPIRED;
    }
    return kept.authority().isRevoked(token) ? State.REVOKED : State.VALID;
  }

  private static Listing<Row> listing(Whom whom, Instant now) {
    return new Listing<Row>(UcanLsCommand::answer, row -> Whom.token(row.token.cid()))
        .column(Column.id("TOKEN"), row -> Whom.token(row.token.cid()))
        .column(Column.text("COMMAND"), row -> row.token.command().text())
        .column(Column.id("FROM").dropped(), row -> whom.cell(row.token.issuer()))
        .column(Column.id("TO"), row -> whom.cell(row.token.audience()))
        .tinted(Column.fixed("STATE"), row -> new Cell(row.state.word(), row.state.tint))
        .column(Column.fixed("UNTIL"), row -> until(row.token, now))
        .column(Column.fixed("BUDGET").dropped(), row -> budget(row.token).orElse("-"))
        .column(Column.text("IF").dropped(), row -> TokenView.policy(row.token))
        .wide(Column.fixed("SUBJECT"), row -> String.valueOf(row.token.subject()))
        .wide(Column.fixed("ISSUER"), row -> row.token.issuer().text())
        .wide(Column.fixed("AUDIENCE"), row -> row.token.audience().text());
  }

  private static String until(Delegation token, Instant now) {
    var expires = token.expires();
    return expires == null ? "for ever" : Moment.relative(Instant.ofEpochSecond(expires), now);
  }

  private static Optional<String> budget(Delegation token) {
    return TokenView.budget(token).map(Budget::text);
  }

  private static Answer.Fields answer(Row row) {
    var token = row.token;
    var fields =
        Answer.fields()
            .put("token", Whom.token(token.cid()))
            .put("command", token.command().text())
            .put("issuer", token.issuer().text())
            .put("audience", token.audience().text())
            .putIfPresent("subject", Optional.ofNullable(token.subject()))
            .put("policy", token.policy().text())
            .putIfPresent("budget", budget(token));
    TokenView.putTimes(fields, token.notBefore(), token.expires());
    return fields.put("state", row.state.word().replace(' ', '-')).build();
  }
}
