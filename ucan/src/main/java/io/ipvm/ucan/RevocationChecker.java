package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.keys.Did;
import java.util.Optional;
import java.util.Set;

/// Knows what was revoked.
public interface RevocationChecker {
  /// Knows of nothing.
  RevocationChecker NONE =
      new RevocationChecker() {
        @Override
        public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
          return Optional.empty();
        }

        @Override
        public long generation() {
          return 0;
        }
      };

  /// The revocation of `delegation` by one of `revokers`, or by somebody to whom one of them
  /// delegated that (rules REV-3, REV-4).
  ///
  /// @throws io.ipvm.ipld.IpvmException `UNAVAILABLE` if nobody can tell now
  Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers);

  /// Grows with every revocation: what was found out before holds while this is the same.
  long generation();
}
