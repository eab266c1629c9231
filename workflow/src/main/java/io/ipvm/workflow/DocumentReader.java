package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;

/// Reads a document of any layer: L0 (Homestar) and L1 in DAG-JSON or DAG-CBOR, L2 in YAML or JSON.
public final class DocumentReader {
  private final FileSource files;

  public DocumentReader(FileSource files) {
    this.files = files;
  }

  /// Compiles `source`; `fileName` only helps to tell the format and stands in for a missing name.
  public Reading<Template> read(Bytes source, String fileName) {
    throw new UnsupportedOperationException(fileName + source.size() + files);
  }
}
