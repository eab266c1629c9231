package io.ipvm.node;

import io.ipvm.ipld.Bytes;
import io.ipvm.ucan.Receipt;

/// Checks receipts.
final class ReceiptVerifier {
  ReceiptTree tree(Receipt receipt) {
    throw new UnsupportedOperationException(receipt.toString());
  }

  ReceiptCheck verify(Bytes receipt, boolean replay) throws InterruptedException {
    throw new UnsupportedOperationException(receipt.toString() + replay);
  }
}
