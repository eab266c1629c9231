package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Section 4.1 of the rules, line by line, with nothing but the simplest means, to compare the
/// validator with. Policies are lists of `["==", ".a", value]`.
///
/// @param genuine whether its issuer signed a token
/// @param revoked revokers by what they revoked
record ReferenceRules(
    long now,
    long skew,
    Set<Did> executors,
    Set<Cid> seen,
    Predicate<Token> genuine,
    Map<Cid, Set<Did>> revoked,
    boolean strict) {

  /// `AUTHORIZED`, `PENDING`, or a reason and the link.
  String validate(Invocation inv, Map<Cid, Delegation> there) {
    if (inv.proofs().size() > 32) {
      return "MALFORMED -1";
    }
    var aud = inv.audience() == null ? inv.subject() : inv.audience();
    if (!executors.contains(aud)) {
      return "WRONG_EXECUTOR -1";
    }
    if (!genuine.test(inv)) {
      return "BAD_SIGNATURE -1";
    }
    if (inv.expires() != null && now - skew > inv.expires()) {
      return "EXPIRED -1";
    }
    if (seen.contains(inv.cid())) {
      return "REPLAYED -1";
    }
    for (int i = 0; i < inv.proofs().size(); i++) {
      if (!there.containsKey(inv.proofs().get(i))) {
        return "PROOF_MISSING " + i;
      }
    }
    var prf = inv.proofs().stream().map(there::get).toList();
    var expected = inv.subject();
    for (int i = 0; i < prf.size(); i++) {
      var d = prf.get(i);
      var wrong = link(inv, prf, i, expected);
      if (!wrong.isEmpty()) {
        return wrong + " " + i;
      }
      expected = d.audience();
    }
    if (!expected.equals(inv.issuer())) {
      return (prf.isEmpty() ? "NO_AUTHORITY" : "CHAIN_BROKEN") + " -1";
    }
    return policies(inv.args(), prf);
  }

  private String link(Invocation inv, List<Delegation> prf, int i, Did expected) {
    var d = prf.get(i);
    if (!genuine.test(d)) {
      return "BAD_SIGNATURE";
    }
    if (d.expires() != null && now - skew > d.expires()) {
      return "EXPIRED";
    }
    if (d.notBefore() != null && now + skew < d.notBefore()) {
      return "NOT_YET_VALID";
    }
    if (i == 0 && d.subject() == null) {
      return "POWERLINE_ROOT";
    }
    if (d.subject() != null && !d.subject().equals(inv.subject())) {
      return "SUBJECT_MISMATCH";
    }
    if (!d.issuer().equals(expected)) {
      return "CHAIN_BROKEN";
    }
    if (!covers(d.command().text(), inv.command().text())) {
      return "COMMAND_NOT_COVERED";
    }
    if (strict && i > 0 && !covers(prf.get(i - 1).command().text(), d.command().text())) {
      return "COMMAND_WIDENED";
    }
    for (var revoker : revoked.getOrDefault(d.cid(), Set.of())) {
      boolean may = revoker.equals(d.audience());
      for (int above = 0; above <= i; above++) {
        may |= revoker.equals(prf.get(above).issuer());
      }
      if (may) {
        return "REVOKED";
      }
    }
    return "";
  }

  private static boolean covers(String granted, String asked) {
    return granted.equals("/") || (asked + "/").startsWith(granted + "/");
  }

  private static String policies(MapNode args, List<Delegation> prf) {
    var a = args.find("a").orElse(Node.NULL);
    boolean pending = false;
    for (int i = 0; i < prf.size(); i++) {
      for (var statement : prf.get(i).policy().toNodes()) {
        var wanted = ((Node.ListNode) statement).items().get(2);
        if (a instanceof MapNode) {
          pending = true;
        } else if (!a.equals(wanted)) {
          return "POLICY_FAILED " + i;
        }
      }
    }
    return pending ? "PENDING" : "AUTHORIZED";
  }
}
