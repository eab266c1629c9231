package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.ucan.Receipt;
import java.util.Optional;

/// A result that was computed before.
///
/// @param compatibility the Homestar receipt made beside it, a block
public record MemoEntry(Receipt receipt, Optional<Cid> compatibility) {}
