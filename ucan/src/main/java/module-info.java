import org.jspecify.annotations.NullMarked;

/// UCAN: signed envelopes and receipts now; delegation, invocation and validation later.
@NullMarked
module io.ipvm.ucan {
  requires static org.jspecify;
  requires transitive io.ipvm.keys;

  exports io.ipvm.ucan;
}
