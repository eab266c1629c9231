package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.Signer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// People, and tokens of theirs that may be as wrong as a test wants them.
final class Chains {
  static final long NOW = 1_800_000_000L;
  static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);

  static final KeyPair ROOT = person("root");
  static final KeyPair ANN = person("ann");
  static final KeyPair BEN = person("ben");
  static final KeyPair CLEO = person("cleo");
  static final KeyPair EVE = person("eve");

  private Chains() {}

  static KeyPair person(String name) {
    return KeyPair.ofSeed(Bytes.utf8((name + "-".repeat(32)).substring(0, 32)));
  }

  /// `prf` of a good chain: the root to Ann, to Ben, to Cleo, all of `/crud`.
  static List<Delegation> toCleo() {
    return List.of(grant(ROOT, ANN).sign(), grant(ANN, BEN).sign(), grant(BEN, CLEO).sign());
  }

  static Draft grant(Signer from, Signer to) {
    return grant(from, to.did());
  }

  static Draft grant(Signer from, Did to) {
    return new Draft(
        from,
        MapNode.builder()
            .put("iss", from.did().text())
            .put("aud", to.text())
            .put("sub", ROOT.did().text())
            .put("cmd", "/crud")
            .put("pol", Node.list())
            .put("nonce", Bytes.utf8("nonce"))
            .put("exp", Node.NULL)
            .build());
  }

  static Call call(Signer by, List<Delegation> chain) {
    return new Call(
            by,
            MapNode.builder()
                .put("iss", by.did().text())
                .put("sub", ROOT.did().text())
                .put("cmd", "/crud/read")
                .put("args", MapNode.EMPTY)
                .put("prf", Node.list())
                .put("nonce", Bytes.utf8("nonce"))
                .put("exp", Node.NULL)
                .build())
        .proofs(chain);
  }

  static Call call(Signer by, Delegation... chain) {
    return call(by, Arrays.asList(chain));
  }

  /// A delegation to be.
  record Draft(Signer signer, MapNode payload) {
    Draft with(String field, Node value) {
      return new Draft(signer, payload.with(field, value));
    }

    /// As somebody else would sign it, whoever it says is the issuer.
    Draft signedBy(Signer other) {
      return new Draft(other, payload);
    }

    Draft on(Signer subject) {
      return with("sub", Node.of(subject.did().text()));
    }

    Draft powerline() {
      return with("sub", Node.NULL);
    }

    Draft command(String command) {
      return with("cmd", Node.of(command));
    }

    Draft expires(@Nullable Long seconds) {
      return with("exp", seconds == null ? Node.NULL : Node.of(seconds));
    }

    Draft notBefore(long seconds) {
      return with("nbf", Node.of(seconds));
    }

    Draft nonce(String nonce) {
      return with("nonce", Node.of(Bytes.utf8(nonce)));
    }

    /// Demands that the argument is that.
    Draft demands(String argument, Node value) {
      return with("pol", Node.list(Node.list(Node.of("=="), Node.of("." + argument), value)));
    }

    Delegation sign() {
      return Delegation.decode(Envelope.sign(signer, Envelope.DELEGATION, payload).bytes());
    }
  }

  /// An invocation to be.
  record Call(Signer signer, MapNode payload) {
    Call with(String field, Node value) {
      return new Call(signer, payload.with(field, value));
    }

    Call signedBy(Signer other) {
      return new Call(other, payload);
    }

    Call on(Signer subject) {
      return with("sub", Node.of(subject.did().text()));
    }

    Call to(Signer executor) {
      return with("aud", Node.of(executor.did().text()));
    }

    Call command(String command) {
      return with("cmd", Node.of(command));
    }

    Call args(String name, Node value) {
      return with("args", MapNode.of(name, value));
    }

    Call expires(long seconds) {
      return with("exp", Node.of(seconds));
    }

    Call nonce(String nonce) {
      return with("nonce", Node.of(Bytes.utf8(nonce)));
    }

    Call proofs(List<Delegation> chain) {
      return with("prf", Node.list(chain.stream().map(link -> Node.of(link.cid())).toList()));
    }

    Call proofCids(List<Cid> cids) {
      return with("prf", Node.list(cids.stream().map(Node::of).toList()));
    }

    Invocation sign() {
      return Invocation.decode(Envelope.sign(signer, Envelope.INVOCATION, payload).bytes());
    }
  }

  static ProofStore carried(Delegation... delegations) {
    return carried(Arrays.asList(delegations));
  }

  static ProofStore carried(List<Delegation> delegations) {
    Map<Cid, Delegation> byCid = new HashMap<>();
    delegations.forEach(delegation -> byCid.put(delegation.cid(), delegation));
    return cid -> Optional.ofNullable(byCid.get(cid));
  }

  static Validator.Builder validator() {
    return Validator.builder().clock(CLOCK);
  }

  static Verdict verdict(Call call, List<Delegation> chain) {
    return validator().build().validate(call.proofs(chain).sign(), carried(chain));
  }
}
