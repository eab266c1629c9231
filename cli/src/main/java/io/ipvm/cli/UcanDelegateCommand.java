package io.ipvm.cli;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.node.Grant;
import io.ipvm.node.Ipvm;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Policy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `ipvm ucan delegate --to DID`: lets somebody use this machine, exactly this much.
final class UcanDelegateCommand implements Command {
  private static final String COMMAND = "/wasm/run";

  /// What is given for ever is rarely meant to be.
  private static final Duration USUAL = Duration.ofDays(30);

  @Override
  public Syntax syntax() {
    return ContainerOut.options(
            Syntax.of(
                    "Gives somebody a part of what you may do, and prints what they need to use it:"
                        + " a container with the whole chain, to be sent to them as it is.")
                .option("--to", "DID", "to whom: their DID, or the file of a key")
                .option("--cmd", "COMMAND", "what they may do; " + COMMAND + " by default")
                .options("--mod", "MODULE", "with that module only: a name, a CID, or a file")
                .options("--policy", "POLICY", "what the arguments have to be")
                .option("--budget", "BUDGET", "how much, such as 10/day or tasks=10,gas=1e9/day")
                .option("--expires", "WHEN", "until when; 30d by default, never is for ever")
                .option("--not-before", "WHEN", "from when on; now by default")
                .option("--subject", "DID", "on whose machine; this node by default"))
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example(
            "ipvm ucan delegate --to did:key:z6Mk... --mod hello --policy 'limits.gas <= 1e9'"
                + " --budget 10/day --expires 2026-12-04 > partner.ucan");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var out = ContainerOut.of(arguments, session);
    var now = session.clock().instant();
    var terms = Terms.of(arguments, now);
    var typed = new ArrayList<Policy>();
    for (var text : arguments.allOptions("--policy")) {
      typed.add(PolicyText.parse(text, session.console().terminal()));
    }
    var to = arguments.option("--to").orElseThrow(UcanDelegateCommand::toWhom);
    var node = session.signingNode();
    var kept = KeptTokens.of(node);
    var subject = subject(arguments, kept, session);
    var grant =
        new Grant(
            Whom.parse(to, kept.people(), session),
            subject,
            CommandText.parse(arguments.option("--cmd").orElse(COMMAND)),
            policy(typed, modules(arguments, node, session)),
            terms.budget,
            terms.notBefore,
            terms.expires);
    var chain = node.authority().delegate(grant);
    tell(chain.getLast(), Whom.of(node), now, out, session);
    out.write(new ContainerWriter().addAll(chain), chain.getLast(), answer(chain, terms), session);
    return ExitStatus.OK;
  }

  private static Failure toWhom() {
    return Failure.usage(
        "ipvm ucan delegate needs --to DID",
        "what is given is given to somebody; `ipvm key show` there prints who they are",
        "ipvm ucan delegate --to did:key:z6Mk... --cmd /wasm/run --expires 30d");
  }

  /// How much and how long.
  private record Terms(
      Optional<Budget> budget, Optional<Instant> notBefore, Optional<Instant> expires) {
    static Terms of(Arguments arguments, Instant now) {
      var notBefore =
          arguments.option("--not-before").map(text -> Moment.begin("--not-before", text, now));
      var expires =
          arguments
              .option("--expires")
              .map(text -> Moment.end("--expires", text, now))
              .orElse(Optional.of(now.truncatedTo(ChronoUnit.SECONDS).plus(USUAL)));
      requireOrder(notBefore.orElse(now), expires, now);
      return new Terms(arguments.option("--budget").map(Budget::parse), notBefore, expires);
    }

    private static void requireOrder(Instant begin, Optional<Instant> expires, Instant now) {
      if (expires.isPresent() && expires.get().isBefore(begin)) {
        throw Failure.usage(
            "--expires is over before it begins",
            "it is " + expires.get() + ", and " + (begin.equals(now) ? "now" : begin) + " is later",
            "--expires 30d");
      }
    }
  }

  private static Optional<Did> subject(Arguments arguments, KeptTokens kept, Session session)
      throws IOException {
    var named = arguments.option("--subject");
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(Whom.parse(named.get(), kept.people(), session));
  }

  private static List<Cid> modules(Arguments arguments, Ipvm node, Session session)
      throws IOException {
    var modules = new ArrayList<Cid>();
    for (var named : arguments.allOptions("--mod")) {
      modules.add(Lookup.moduleOrFile(node, named, session.console()));
    }
    return modules;
  }

  /// One of the modules, and whatever else was typed.
  private static Policy policy(List<Policy> typed, List<Cid> modules) {
    var statements = new ArrayList<Node>();
    var named = modules.stream().map(UcanDelegateCommand::isModule).toList();
    if (named.size() == 1) {
      statements.addAll(named);
    } else if (!named.isEmpty()) {
      statements.add(Node.list(Node.of("or"), Node.list(named)));
    }
    typed.forEach(policy -> statements.addAll(policy.toNodes()));
    return Policy.of(statements);
  }

  private static Node isModule(Cid module) {
    return Node.list(Node.of("=="), Node.of(".mod"), Node.of(module));
  }

  /// What was given, in one line.
  private static void tell(
      Delegation given, Whom whom, Instant now, ContainerOut out, Session session) {
    var policy = TokenView.policy(given);
    var expires = given.expires();
    var notBefore = given.notBefore();
    var subject = given.subject();
    session
        .messages()
        .tell(
            "gave "
                + whom.full(given.audience())
                + " "
                + given.command()
                + " on "
                + (subject == null ? "whatever there is" : whom.name(subject))
                + (policy.isEmpty() ? ", whatever the arguments" : " if " + policy)
                + TokenView.budget(given).map(budget -> "; budget " + budget.text()).orElse("")
                + (notBefore == null ? "" : "; from " + Moment.shown(notBefore, now))
                + (expires == null ? "; for ever" : "; until " + Moment.shown(expires, now))
                + "; token "
                + Whom.token(given.cid())
                + out.place());
  }

  private static Answer.Builder answer(List<Delegation> chain, Terms terms) {
    var given = chain.getLast();
    return Answer.fields()
        .put("token", Whom.token(given.cid()))
        .put("audience", given.audience().text())
        .putIfPresent("subject", Optional.ofNullable(given.subject()))
        .put("command", given.command().text())
        .put("policy", given.policy().text())
        .putIfPresent("budget", terms.budget.map(Budget::text))
        .putIfPresent("notBefore", terms.notBefore)
        .putIfPresent("expires", terms.expires)
        .put("chain", ContainerOut.names(chain));
  }
}
