package io.ipvm.node;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.store.Store;
import io.ipvm.workflow.FileSource;
import java.util.List;
import java.util.Optional;

/// What a document may name that came from the store: content and modules, no files. Whoever sent
/// it must not learn what is on this machine's disk.
record StoredContent(Store store) implements FileSource {
  @Override
  public Cid file(String path) {
    throw noFiles(path);
  }

  @Override
  public Cid directory(String path) {
    throw noFiles(path);
  }

  @Override
  public List<String> glob(String pattern) {
    throw noFiles(pattern);
  }

  @Override
  public Optional<Cid> module(String name) {
    return store.findName(name);
  }

  @Override
  public Optional<Bytes> block(Cid cid) {
    return store.blocks().find(cid);
  }

  private static IpvmException noFiles(String path) {
    return new IpvmException(
        ErrorCode.NOT_FOUND,
        "'" + path + "' is a file, and this document comes from the store: name its CID");
  }
}
