package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.HashFunction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Nonces that tie a task to a run: effects to their lineage, fresh tasks to the run that wanted
/// them fresh (`workflow.md` section 9).
public final class RunNonce {
  private static final byte[] DOMAIN = "ipvm/run-nonce/1".getBytes(StandardCharsets.US_ASCII);
  private static final int SIZE = 12;

  private RunNonce() {}

  /// The first 12 bytes of sha2-256("ipvm/run-nonce/1", ULID of 16 bytes, label, 00, varint of
  /// item).
  ///
  /// @param item index of the item in a map; 0 for a task of its own
  public static Bytes of(RunId run, String label, long item) {
    if (item < 0) {
      throw new IllegalArgumentException("item index " + item + " is negative");
    }
    var input = new ByteArrayOutputStream();
    input.writeBytes(DOMAIN);
    input.writeBytes(run.bytes().toArray());
    input.writeBytes(label.getBytes(StandardCharsets.UTF_8));
    input.write(0);
    for (long rest = item; ; rest >>>= 7) {
      if (rest < 0x80) {
        input.write((int) rest);
        break;
      }
      input.write((int) ((rest & 0x7f) | 0x80));
    }
    return HashFunction.SHA2_256.digest(Bytes.owned(input.toByteArray())).slice(0, SIZE);
  }
}
