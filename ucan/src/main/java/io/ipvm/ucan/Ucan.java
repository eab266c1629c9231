package io.ipvm.ucan;

import io.ipvm.ipld.Cid;
import io.ipvm.keys.Signer;

/// Makes tokens: grants, demands, and the taking back of grants.
///
/// ```java
/// var grant =
///     Ucan.delegate(alice).to(bob.did()).on(alice.did()).command("/wasm/run")
///         .policy(Policy.parse("limits.gas <= 1e9"))
///         .expires(friday)
///         .sign();
/// var demand =
///     Ucan.invoke(bob).on(alice.did()).command("/wasm/run").args(args).chain(grant).sign();
/// ```
///
/// What comes out is what a decoder takes, under the limits that decoders have.
public final class Ucan {
  private Ucan() {}

  /// Begins a grant by `issuer`.
  public static DelegationBuilder delegate(Signer issuer) {
    return new DelegationBuilder(issuer);
  }

  /// Begins a demand by `issuer`.
  public static InvocationBuilder invoke(Signer issuer) {
    return new InvocationBuilder(issuer);
  }

  /// Begins the taking back of a grant by `issuer`.
  ///
  /// @param delegation the CID of the grant, which need not be there
  public static RevocationBuilder revoke(Signer issuer, Cid delegation) {
    return new RevocationBuilder(issuer, delegation);
  }
}
