package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import io.ipvm.keys.Signer;

/// The signed result of one task: an invocation of `/ucan/assert/receipt` (rules RCP-1 to RCP-6).
///
/// One task by one executor under one profile gives one receipt, byte for byte: empty nonce, no
/// `iat`, `exp` null, `meta` with reproducible counters only.
///
/// @param cid of `bytes`, dag-cbor and sha2-256
/// @param bytes the whole signed envelope, as received or made
/// @param issuer who ran the task and signed
/// @param ran the instruction CID for tasks of documents, the Task ID for UCAN invocations
public record Receipt(Cid cid, Bytes bytes, Did issuer, Cid ran, Outcome out, MapNode meta) {
  public Receipt {
    requireNonNull(cid);
    requireNonNull(bytes);
    requireNonNull(issuer);
    requireNonNull(ran);
    requireNonNull(out);
    requireNonNull(meta);
  }

  /// Signs a new receipt; `meta` is left out of the payload when it is empty.
  public static Receipt issue(Signer executor, Cid ran, Outcome out, MapNode meta) {
    throw new UnsupportedOperationException(executor.did().text() + ran + out + meta);
  }

  /// Reads a receipt and checks form and signature.
  ///
  /// @throws io.ipvm.ipld.MalformedException if the form is wrong
  /// @throws io.ipvm.ipld.IpvmException `MISMATCH` if the signature is not the issuer's
  public static Receipt decode(Bytes bytes) {
    throw new UnsupportedOperationException(bytes.toString());
  }

  /// Reads a receipt of this node's own store, whose signature was checked or made here before.
  public static Receipt decodeTrusted(Bytes bytes) {
    throw new UnsupportedOperationException(bytes.toString());
  }
}
