package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.Signer;
import java.util.List;

/// A revocation in the making; [Ucan#revoke] begins one.
///
/// It is in the name of its issuer unless [#on] says otherwise, never expires, and has an empty
/// nonce: to revoke twice is to revoke once (rule REV-1).
public final class RevocationBuilder {
  private final InvocationBuilder invocation;
  private final Cid revoked;
  private Did revoker;
  private List<Cid> path = List.of();

  RevocationBuilder(Signer issuer, Cid revoked) {
    this.invocation = new InvocationBuilder(issuer).reservedCommand(Revocation.COMMAND);
    this.revoked = requireNonNull(revoked);
    this.revoker = issuer.did();
  }

  /// In whose name; the issuer then needs a chain that lets it invoke [Revocation#COMMAND] of them.
  public RevocationBuilder on(Did whose) {
    this.revoker = requireNonNull(whose);
    return this;
  }

  /// The chain that lets the issuer act for whom it revokes, from the root.
  public RevocationBuilder chain(List<Delegation> rootToLeaf) {
    invocation.chain(rootToLeaf);
    return this;
  }

  /// Why the revoker may: the delegations from one of its own to the revoked one, both included.
  public RevocationBuilder path(List<Cid> witness) {
    this.path = List.copyOf(witness);
    return this;
  }

  /// Who is to keep it, if that is not the revoker.
  public RevocationBuilder to(Did keeper) {
    invocation.to(keeper);
    return this;
  }

  /// Why, for people.
  public RevocationBuilder comment(String text) {
    invocation.meta(MapNode.of(Revocation.COMMENT, Node.of(text)));
    return this;
  }

  /// Signs.
  ///
  /// @throws io.ipvm.ipld.IpvmException `EXHAUSTED` if nobody would read a token of that size
  public Revocation sign() {
    var args = MapNode.builder().put("revoke", revoked);
    if (!path.isEmpty()) {
      args.put("path", Node.list(path.stream().map(Node::of).toList()));
    }
    return Revocation.of(invocation.on(revoker).args(args.build()).idempotent().never().sign());
  }
}
