package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import java.util.List;
import java.util.Optional;

/// What a document may name besides CIDs. Paths are relative to the document's folder; a failed
/// look-up throws [io.ipvm.ipld.IpvmException] `NOT_FOUND` (or `EXHAUSTED` for what is too large).
public interface FileSource {
  /// Stores the file and returns its UnixFS CID.
  Cid file(String path);

  /// Stores the folder, with all below it, and returns the CID of its UnixFS directory.
  Cid directory(String path);

  /// The files that match, sorted; relative to the document's folder.
  List<String> glob(String pattern);

  /// The module that was registered under `name` with `fn add`.
  Optional<Cid> module(String name);

  /// The block `cid`, checked against it, for instructions that a document only links to.
  default Optional<Bytes> block(Cid cid) {
    return Optional.empty();
  }
}
