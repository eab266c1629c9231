import org.jspecify.annotations.NullMarked;

/// UCAN: signed envelopes, receipts, and tokens one at a time; chains and their validation later.
@NullMarked
module io.ipvm.ucan {
  requires static transitive org.jspecify;
  requires transitive io.ipvm.keys;

  exports io.ipvm.ucan;
}
