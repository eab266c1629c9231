package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import java.util.Optional;

/// Where delegations are found by their CID.
public interface ProofStore {
  /// Has nothing.
  ProofStore NONE = _ -> Optional.empty();

  /// The delegation with that CID, if it is here.
  ///
  /// @throws io.ipvm.ipld.MalformedException if what is there is no delegation
  /// @throws io.ipvm.ipld.IpvmException `UNAVAILABLE` if nobody can tell now
  Optional<Delegation> find(Cid cid);

  /// Looks here first, then there.
  default ProofStore or(ProofStore other) {
    return cid -> find(cid).or(() -> other.find(cid));
  }
}
