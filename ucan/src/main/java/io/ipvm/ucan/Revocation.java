package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The taking back of a delegation: an invocation of `/ucan/revoke` (rules REV-1 to REV-3).
///
/// Whoever may have it carried out on the invocation's subject takes back in the name of that
/// subject, the [#revoker]; like any other invocation, it needs a chain that says so unless the
/// subject speaks for itself. Whether the revoker may take *this* delegation back is asked where
/// the chain it stands in is checked, see [RevocationChecker#findRevocation]. What was revoked once
/// is revoked for ever; a mistake is mended by a new delegation.
///
/// A revocation wraps an invocation and is none.
///
/// @param revoked the delegation that is taken back
/// @param path why the revoker may: the delegations from one of its own to the revoked one; may be
///   empty
public record Revocation(Invocation invocation, Cid revoked, List<Cid> path) {
  /// What invocations that revoke are of.
  public static final Command COMMAND = Command.parse("/ucan/revoke");

  /// The key in `meta` that says why, for people.
  static final String COMMENT = "comment";

  private static final String WHAT = "revocation args";

  public Revocation {
    requireNonNull(invocation);
    requireNonNull(revoked);
    path = List.copyOf(path);
  }

  /// Whether `invocation` means to revoke something; [#of] says what, or what is wrong with it.
  public static boolean isRevocation(Invocation invocation) {
    return invocation.command().equals(COMMAND);
  }

  /// Reads the arguments, `{revoke, path?}` or as some write them `{rev, pth}` (rule C16).
  ///
  /// @throws MalformedException that says what is wrong with `invocation`
  public static Revocation of(Invocation invocation) {
    if (!isRevocation(invocation)) {
      throw new MalformedException(
          "the token is an invocation of "
              + invocation.command()
              + ", a revocation is one of "
              + COMMAND);
    }
    var args = invocation.args();
    boolean older = args.has("rev");
    var fields = Fields.of(args, WHAT);
    var revoked = fields.requireLink(older ? "rev" : "revoke");
    var pathKey = older ? "pth" : "path";
    var path = args.has(pathKey) ? fields.requireLinks(pathKey) : List.<Cid>of();
    fields.end();
    return new Revocation(invocation, revoked, path);
  }

  /// In whose name the delegation is taken back.
  public Did revoker() {
    return invocation.subject();
  }

  /// Why, for people.
  public Optional<String> comment() {
    return invocation
        .meta()
        .find(COMMENT)
        .flatMap(
            it -> it instanceof Node.StringNode(var text) ? Optional.of(text) : Optional.empty());
  }

  public Cid cid() {
    return invocation.cid();
  }

  /// Who may revoke a link: its issuer, those above it, and its own audience; never somebody to
  /// whom it was passed on (rules C17, REV-3).
  static Set<Did> revokers(@Nullable Delegation[] chain, int link) {
    var revokers = new HashSet<Did>();
    for (int above = 0; above <= link; above++) {
      if (chain[above] != null) {
        revokers.add(chain[above].issuer().principal());
      }
    }
    if (chain[link] != null) {
      revokers.add(chain[link].audience().principal());
    }
    return revokers;
  }
}
