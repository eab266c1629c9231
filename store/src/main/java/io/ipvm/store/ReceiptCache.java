package io.ipvm.store;

import java.util.LinkedHashMap;
import java.util.Optional;

/// Issued receipts that were used lately, by log position; the bytes of all are bounded.
final class ReceiptCache {
  private static final long LIMIT = 8 * 1024 * 1024;

  /// What a decoded record takes besides the bytes of its receipt, roughly.
  private static final int OVERHEAD = 1024;

  private final Object lock = new Object();

  // Guarded by `lock`; least recently used first.
  private final LinkedHashMap<Long, RunRecord.ReceiptIssued> records =
      new LinkedHashMap<>(64, 0.75f, true);
  private long size;

  Optional<RunRecord.ReceiptIssued> find(long position) {
    synchronized (lock) {
      return Optional.ofNullable(records.get(position));
    }
  }

  void put(long position, RunRecord.ReceiptIssued record) {
    synchronized (lock) {
      if (records.put(position, record) == null) {
        size += size(record);
      }
      var oldest = records.values().iterator();
      while (size > LIMIT && oldest.hasNext()) {
        size -= size(oldest.next());
        oldest.remove();
      }
    }
  }

  private static long size(RunRecord.ReceiptIssued record) {
    // The decoded outcome holds about as much as the bytes it came from.
    return OVERHEAD + 2L * record.receipt().bytes().size();
  }
}
