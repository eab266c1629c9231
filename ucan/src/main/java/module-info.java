import org.jspecify.annotations.NullMarked;

/// UCAN 1.0: delegations, invocations and receipts, and whether a chain of them authorises
/// something.
@NullMarked
module io.ipvm.ucan {
  requires static transitive org.jspecify;
  requires transitive io.ipvm.keys;

  exports io.ipvm.ucan;
}
