package io.ipvm.cli;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.ucan.Budget;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Policy;
import io.ipvm.ucan.Receipt;
import io.ipvm.ucan.Token;
import io.ipvm.ucan.Verdict;
import io.ipvm.ucan.Window;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A token as it is looked at: where it stands, what it says, and what is wrong with it.
///
/// @param depth how many tokens it hangs below
/// @param title one line
/// @param details what else it says, by short names
/// @param answer all of it, for machines
/// @param whole the token itself; empty if it is not there
record TokenView(
    Cid cid,
    int depth,
    String title,
    Map<String, String> details,
    List<Verdict> problems,
    Answer.Fields answer,
    Optional<Node> whole) {
  private static final int LONGEST_NAME = 20;

  TokenView {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    problems = List.copyOf(problems);
    requireNonNull(cid);
  }

  static void putTimes(Answer.Builder answer, @Nullable Long notBefore, @Nullable Long expires) {
    if (notBefore != null) {
      answer.put("notBefore", Instant.ofEpochSecond(notBefore));
    }
    if (expires != null) {
      answer.put("expires", Instant.ofEpochSecond(expires));
    }
  }

  /// The budget a delegation carries. One that cannot be read is as good as none.
  static Optional<Budget> budget(Delegation token) {
    try {
      return Budget.carriedBy(token);
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  /// The policy for people: a budget that is shown beside it need not be named by its CID.
  static String policy(Delegation token) {
    var demand = budget(token).map(Budget::demand);
    var statements =
        token.policy().toNodes().stream()
            .filter(statement -> demand.filter(statement::equals).isEmpty())
            .toList();
    return Policy.of(statements).text();
  }

  /// Arguments, named as policies name them: with the dot none is taken for what the token itself
  /// says, whatever a stranger calls it.
  static void putAll(Map<String, String> details, MapNode args) {
    for (var key : args.keys()) {
      var value = args.find(key).orElseThrow();
      details.put(
          Text.cut("." + key, LONGEST_NAME),
          switch (value) {
            case Node.StringNode(var text) -> text;
            case Node.LinkNode(var cid) -> cid.toString();
            default -> JsonText.line(Answer.of(value));
          });
    }
  }

  boolean holds() {
    return problems.isEmpty();
  }

  /// Draws tokens for one reader.
  ///
  /// @param now what relative times are relative to
  record Reader(Whom whom, Instant now, boolean wide) {
    /// A token of a chain.
    ///
    /// @param token null if it is not there
    /// @param window when everything down to it holds
    TokenView view(
        Cid cid,
        @Nullable Token token,
        Optional<Cid> above,
        int depth,
        List<Verdict> problems,
        Window window) {
      return switch (token) {
        case null -> missing(cid, above, depth, problems);
        case Delegation it -> view(it, above, depth, problems, window);
        case Invocation it -> view(it, above, depth, problems, window);
      };
    }

    private TokenView missing(Cid cid, Optional<Cid> above, int depth, List<Verdict> problems) {
      var answer = begin(cid, "missing", above, problems);
      return new TokenView(
          cid,
          depth,
          "a delegation that is not there",
          Map.of("token", name(cid)),
          problems,
          answer.build(),
          Optional.empty());
    }

    private TokenView view(
        Delegation token, Optional<Cid> above, int depth, List<Verdict> problems, Window window) {
      var details = new LinkedHashMap<String, String>();
      if (depth == 0 && token.subject() != null) {
        details.put("on", name(token.subject()));
      }
      var policy = policy(token);
      if (!policy.isEmpty()) {
        details.put("if", policy);
      }
      var budget = budget(token);
      budget.ifPresent(it -> details.put("budget", it.text()));
      putTimes(details, token.notBefore(), token.expires());
      putWindow(details, window, token.notBefore(), token.expires());
      details.put("token", name(token.cid()));
      var title =
          name(token.command())
              + "  from "
              + name(token.issuer())
              + " to "
              + name(token.audience())
              + (token.subject() == null ? ", whatever there is" : "");
      var answer =
          begin(token.cid(), "delegation", above, problems)
              .put("issuer", token.issuer().text())
              .put("audience", token.audience().text())
              .putIfPresent("subject", Optional.ofNullable(token.subject()))
              .put("command", token.command().text())
              .put("policy", token.policy().text());
      budget.ifPresent(it -> answer.put("budget", it.text()));
      TokenView.putTimes(answer, token.notBefore(), token.expires());
      answer.put("window", window(window));
      return new TokenView(
          token.cid(), depth, title, details, problems, answer.build(), whole(token));
    }

    private TokenView view(
        Invocation token, Optional<Cid> above, int depth, List<Verdict> problems, Window window) {
      var details = new LinkedHashMap<String, String>();
      details.put("on", name(token.subject()));
      var executor = token.audience();
      if (executor != null) {
        details.put("at", name(executor));
      }
      var args = token.args();
      putAll(details, args);
      putTimes(details, token.notBefore(), token.expires());
      putWindow(details, window, token.notBefore(), token.expires());
      details.put("token", name(token.cid()));
      details.put("task", token.taskId().toString());
      var title = token.command() + "  invoked by " + name(token.issuer());
      var answer =
          begin(token.cid(), "invocation", above, problems)
              .put("issuer", token.issuer().text())
              .put("subject", token.subject().text())
              .putIfPresent("audience", Optional.ofNullable(executor))
              .put("command", token.command().text())
              .put("args", Answer.of(token.args()))
              .put("task", token.taskId())
              .put("proofs", Answer.texts(token.proofs().stream().map(Whom::token).toList()));
      TokenView.putTimes(answer, token.notBefore(), token.expires());
      answer.put("window", window(window));
      return new TokenView(
          token.cid(), depth, title, details, problems, answer.build(), whole(token));
    }

    TokenView view(Receipt receipt) {
      var details = new LinkedHashMap<String, String>();
      details.put("task", receipt.ran().toString());
      details.put(
          ReceiptShowCommand.outcome(receipt.out()),
          JsonText.line(Answer.of(receipt.out().value())));
      details.put("token", name(receipt.cid()));
      var answer =
          begin(receipt.cid(), "receipt", Optional.empty(), List.of())
              .put("issuer", receipt.issuer().text())
              .put("task", receipt.ran())
              .put("outcome", ReceiptShowCommand.outcome(receipt.out()))
              .put("value", Answer.of(receipt.out().value()));
      return new TokenView(
          receipt.cid(),
          0,
          "receipt  of " + name(receipt.issuer()),
          details,
          List.of(),
          answer.build(),
          Optional.of(DagCbor.decode(receipt.bytes())));
    }

    private static String name(Command command) {
      return command.text().equals("/") ? "everything" : command.text();
    }

    String name(Cid cid) {
      return wide ? Whom.token(cid) : Whom.shortened(cid);
    }

    String name(Did did) {
      return wide ? whom.full(did) : whom.name(did);
    }

    private static Answer.Builder begin(
        Cid cid, String kind, Optional<Cid> above, List<Verdict> problems) {
      return Answer.fields()
          .put("token", Whom.token(cid))
          .put("kind", kind)
          .putIfPresent("above", above.map(Whom::token))
          .put("holds", problems.isEmpty())
          .put("problems", Answer.items(problems.stream().map(Verdicts::answer).toList()));
    }

    private static Optional<Node> whole(Token token) {
      return Optional.of(DagCbor.decode(token.bytes()));
    }

    private void putTimes(
        Map<String, String> details, @Nullable Long notBefore, @Nullable Long expires) {
      if (notBefore != null) {
        details.put("from", Moment.shown(notBefore, now));
      }
      details.put("until", expires == null ? "for ever" : Moment.shown(expires, now));
    }

    /// Only where the chain above says something else.
    private void putWindow(
        Map<String, String> details,
        Window window,
        @Nullable Long notBefore,
        @Nullable Long expires) {
      if (!window.equals(new Window(notBefore, expires))) {
        details.put(
            "holds",
            (window.notBefore() == null
                    ? ""
                    : "from " + Moment.shown(window.notBefore(), now) + " ")
                + (window.expires() == null
                    ? "for ever"
                    : "until " + Moment.shown(window.expires(), now)));
      }
    }

    private static Answer.Fields window(Window window) {
      var answer = Answer.fields();
      TokenView.putTimes(answer, window.notBefore(), window.expires());
      return answer.build();
    }
  }
}
