/// UCAN 1.0: who may do what, said in signed statements, and their check.
///
/// Start reading at [Validator], which says of an [Invocation] whether its chain of [Delegation]s
/// authorises it, and at [Verdict], its answer; `ChainCheck` is the algorithm. [Ucan] makes tokens,
/// [Policy] is what they demand of arguments, [ContainerReader] and [ContainerWriter] carry them,
/// [ProofFinder] finds a chain, [Revocation] takes one back. A [Receipt] is signed for every task
/// that ran. Below all of them are `Envelope`, in which every token travels, and `Varsig`, its
/// header.
package io.ipvm.ucan;
