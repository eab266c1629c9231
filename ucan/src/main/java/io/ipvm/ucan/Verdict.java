package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a [Validator] says about one invocation (section 4.2 of the rules).
public sealed interface Verdict {
  /// It may be carried out.
  ///
  /// @param window when this holds, if nothing is revoked meanwhile
  /// @param chain from the root to the delegation to the invoker; empty if it speaks for itself
  /// @param remarks what is odd about the chain and no reason to refuse it
  record Authorized(Window window, List<Delegation> chain, List<String> remarks)
      implements Verdict {
    public Authorized {
      chain = List.copyOf(chain);
      remarks = List.copyOf(remarks);
    }
  }

  /// It may not: whoever sent it has to change something.
  ///
  /// @param link which delegation of the chain, the root is 0; [#INVOCATION] for the invocation
  /// @param token the CID of that token, null if it has none
  /// @param explanation one sentence that names the thing, its value and what would be allowed
  /// @param failure the statement, for [Reason#POLICY_FAILED]
  record Refused(
      Reason reason,
      int link,
      @Nullable Cid token,
      String explanation,
      PolicyMatch.@Nullable Failed failure)
      implements Verdict {
    /// [#link] of what is said of the invocation itself.
    public static final int INVOCATION = -1;
  }

  /// Neither: policies look at results that are not there yet.
  ///
  /// @param awaited the Task IDs
  record Pending(Set<Cid> awaited) implements Verdict {
    public Pending {
      awaited = Set.copyOf(awaited);
    }
  }

  /// Nobody can tell now; trying again later is right, and nothing else is.
  ///
  /// @param what could not be asked, and why
  record Unavailable(String what) implements Verdict {}
}
