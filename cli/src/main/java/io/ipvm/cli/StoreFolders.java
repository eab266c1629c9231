package io.ipvm.cli;

import io.ipvm.store.Backup;
import java.nio.file.Path;

/// What the commands about whole stores share.
final class StoreFolders {
  private StoreFolders() {}

  /// The folder an operand names, else the data directory.
  static Path operandOr(Arguments arguments, int index, Session session) {
    return arguments
        .findOperand(index)
        .map(session.console()::resolve)
        .orElseGet(() -> session.dataDirectory().root());
  }

  static void print(Backup done, Path folder, Session session) {
    session
        .printer()
        .fields(
            Answer.fields()
                .put("folder", folder.toString())
                .put("files", done.files())
                .put("bytes", done.bytes())
                .put("kept", done.kept())
                .build(),
            folder.toString());
  }
}
