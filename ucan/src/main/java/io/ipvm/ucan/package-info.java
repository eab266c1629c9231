/// Signed statements of the UCAN 1.0 family.
///
/// Start reading at [Receipt], which a node signs for every task it ran; then `Envelope`, in which
/// every token travels, and `Varsig`, its header. `Delegation` and `Invocation` are read and
/// checked one token at a time.
///
/// What a chain of delegations authorises has its place here too and comes with issue 5: policy and
/// selectors, the validator and its verdicts, revocation, promises and effects in receipts,
/// containers, builders for delegations and invocations.
package io.ipvm.ucan;
