package io.ipvm.ucan;

import io.ipvm.keys.Did;
import io.ipvm.keys.PublicKey;
import java.util.List;

/// Finds the keys that may sign for a DID (rule DID-4).
public interface DidResolver {
  /// A did:key says its key itself; no other method is known.
  DidResolver KEY = (did, _) -> List.of(PublicKey.of(did));

  /// The keys; empty if none may do that.
  ///
  /// @throws io.ipvm.ipld.MalformedException if `did` is of a method that is not known, or no key
  /// @throws io.ipvm.ipld.IpvmException `UNAVAILABLE` if nobody can tell now
  List<PublicKey> resolve(Did did, Purpose purpose);

  /// What a key is to sign.
  enum Purpose {
    DELEGATE,
    INVOKE
  }
}
