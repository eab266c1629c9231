package io.ipvm.cli;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.node.Authority;
import io.ipvm.node.Ipvm;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `ipvm ucan invoke FUNCTION ARG...`: asks somebody's node for something, in writing.
final class UcanInvokeCommand implements Command {
  private static final String RUN = "/wasm/run";

  /// Long enough to hand it over, short enough to forget about it.
  private static final String USUAL_LIFE = "5m";

  @Override
  public Syntax syntax() {
    return ContainerOut.options(
            Syntax.of(
                    "Signs a request to run something on a node that lent itself to you, and prints"
                        + " it with the chain that allows it; `ipvm run FILE` there carries it out."
                        + " Limits and a budget that the delegation demands are filled in.")
                .operands(
                    "FUNCTION",
                    "MODULE#FUNCTION, the module by name, CID or file; then its arguments as for"
                        + " fn call",
                    0)
                .option("--on", "DID", "on whose machine; needed if several can be meant")
                .option("--cmd", "COMMAND", "what to do; " + RUN + " by default")
                .option("--args", "JSON|@FILE", "the arguments of another command")
                .option("--limits", "LIMITS", "such as gas=1e9,memory=256MiB,time=30s")
                .option("--expires", "WHEN", "when it is void; in " + USUAL_LIFE + " by default")
                .flag("--fresh", "another task each time, also if nothing else differs")
                .flag("--anyway", "write it even if it is going to be refused"))
        .option("--passphrase-file", "FILE", Setting.PASSPHRASE_FILE.purpose())
        .example("ipvm ucan invoke hello#greet Ada > hello.ucan")
        .example("ipvm ucan invoke --on did:key:z6Mk... --limits gas=1e8 hello#greet Ada");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var out = ContainerOut.of(arguments, session);
    var now = session.clock().instant();
    var command = CommandText.parse(arguments.option("--cmd").orElse(RUN));
    var expires = expires(arguments, now);
    var limits = arguments.option("--limits").map(LimitsText::parse);
    var node = session.signingNode();
    var subject = Lender.of(arguments.option("--on"), node.userDid(), command, node, session);
    var asked = args(arguments, command.text(), node, session);
    var args = limits.isPresent() ? asked.with("limits", limits.get()) : asked;
    boolean idempotent = !arguments.flag("--fresh");
    var prepared = node.authority().invoke(subject, command, args, expires, idempotent);
    if (!arguments.flag("--anyway")) {
      requireAllowed(prepared, session);
    }
    tell(prepared, args, Whom.of(node), out, session);
    out.write(
        new ContainerWriter().add(prepared.invocation()).addAll(prepared.chain()),
        prepared.invocation(),
        answer(prepared),
        session);
    return ExitStatus.OK;
  }

  private static Instant expires(Arguments arguments, Instant now) {
    var text = arguments.option("--expires").orElse(USUAL_LIFE);
    var expires =
        Moment.end("--expires", text, now)
            .orElseThrow(() ->
                Failure.usage(
                    "--expires cannot be never",
                    "a request that is found in ten years should not be carried out",
                    "--expires 30d"));
    if (expires.isBefore(now)) {
      throw Failure.usage(
          "--expires is over already",
          "it is " + expires + ", and now it is " + now,
          "--expires 5m");
    }
    return expires;
  }

  private static MapNode args(Arguments arguments, String command, Ipvm node, Session session)
      throws IOException {
    var given = arguments.option("--args");
    var operands = arguments.operands(0);
    if (given.isPresent()) {
      if (!operands.isEmpty()) {
        throw Failure.usage(
            "--args and a function exclude each other",
            Text.visible(operands.getFirst()) + " would be the function",
            "ipvm ucan invoke MODULE#FUNCTION ARG, or --cmd COMMAND --args JSON");
      }
      return json(given.get(), session);
    }
    if (!command.equals(RUN)) {
      return MapNode.EMPTY;
    }
    if (operands.isEmpty()) {
      throw Failure.usage(
          "ipvm ucan invoke needs FUNCTION",
          "FUNCTION is what to run: MODULE#FUNCTION, the module by name, CID or file",
          "ipvm ucan invoke hello#greet Ada");
    }
    var named = FnCallCommand.named(operands.getFirst());
    var params = new ArrayList<Node>();
    for (var operand : operands.subList(1, operands.size())) {
      params.add(FnCallCommand.value(operand, node, session.console()));
    }
    return MapNode.builder()
        .put("mod", Lookup.moduleOrFile(node, named.module(), session.console()))
        .put("fun", named.function())
        .put("params", Node.list(params))
        .build();
  }

  private static MapNode json(String given, Session session) throws IOException {
    try {
      var bytes = RunInput.bytes(given, session.console());
      if (DagJson.decode(bytes) instanceof MapNode map) {
        return map;
      }
      throw new MalformedException("it is no map");
    } catch (MalformedException e) {
      throw Failure.usage(
          "the value of --args is no JSON object",
          String.valueOf(e.getMessage()),
          "--args '{\"wf\":{\"/\":\"bafy...\"}}', or --args @file.json");
    }
  }

  /// What the other side will refuse for sure is better known before it is handed over.
  private static void requireAllowed(Authority.Prepared prepared, Session session) {
    ProofStore chain =
        cid -> prepared.chain().stream().filter(link -> link.cid().equals(cid)).findFirst();
    var explanation =
        ChainProbe.lookingOnly(chain, session.clock()).explain(prepared.invocation(), chain);
    if (explanation.verdict() instanceof Verdict.Refused refused) {
      throw new Failure(
          ExitStatus.NOT_AUTHORISED,
          "that would be refused",
          refused.explanation(),
          "--anyway writes it all the same",
          explanation);
    }
  }

  /// What is asked of whom, and what the delegation added to it.
  private static void tell(
      Authority.Prepared prepared, MapNode typed, Whom whom, ContainerOut out, Session session) {
    var invocation = prepared.invocation();
    var filled = filled(prepared, typed);
    var expires = invocation.expires();
    session
        .messages()
        .tell(
            "asks "
                + whom.name(invocation.subject())
                + " for "
                + invocation.command()
                + (expires == null
                    ? ""
                    : ", until " + Moment.shown(expires, session.clock().instant()))
                + (filled.isEmpty()
                    ? ""
                    : "; its delegation "
                        + Whom.shortened(prepared.chain().getLast().cid())
                        + " adds "
                        + String.join(" and ", filled))
                + out.place());
  }

  /// What the delegations added: `limits.gas 1000000000`, `budget 10/day`.
  private static List<String> filled(Authority.Prepared prepared, MapNode typed) {
    var filled = new ArrayList<String>();
    var args = prepared.invocation().args();
    var before = limits(typed);
    var after = limits(args);
    for (var key : after.keys()) {
      if (!before.has(key)) {
        filled.add("limits." + key + " " + JsonText.line(Answer.of(after.find(key).orElseThrow())));
      }
    }
    if (!typed.has("budget")) {
      args.find("budget").ifPresent(budget -> filled.add("budget " + budget(budget, prepared)));
    }
    return filled;
  }

  private static MapNode limits(MapNode args) {
    return args.find("limits").orElse(MapNode.EMPTY) instanceof MapNode limits
        ? limits
        : MapNode.EMPTY;
  }

  private static String budget(Node named, Authority.Prepared prepared) {
    return prepared.chain().stream()
        .flatMap(link -> TokenView.budget(link).stream())
        .filter(budget -> Node.of(budget.cid()).equals(named))
        .map(Budget::text)
        .findFirst()
        .orElseGet(() -> JsonText.line(Answer.of(named)));
  }

  private static Answer.Builder answer(Authority.Prepared prepared) {
    var invocation = prepared.invocation();
    var expires = invocation.expires();
    var fields =
        Answer.fields()
            .put("token", Whom.token(invocation.cid()))
            .put("task", invocation.taskId())
            .put("subject", invocation.subject().text())
            .put("command", invocation.command().text())
            .put("args", Answer.of(invocation.args()));
    if (expires != null) {
      fields.put("expires", Instant.ofEpochSecond(expires));
    }
    return fields.put("chain", ContainerOut.names(prepared.chain()));
  }
}
