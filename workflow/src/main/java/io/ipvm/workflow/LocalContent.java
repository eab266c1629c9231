package io.ipvm.workflow;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The files and modules a document names, each looked up once; what is not there becomes a
/// problem.
final class LocalContent {
  private final FileSource files;
  private final Problems problems;
  private final Map<String, Optional<Cid>> known = new HashMap<>();

  LocalContent(FileSource files, Problems problems) {
    this.files = files;
    this.problems = problems;
  }

  Optional<Cid> file(String path, DocumentPath at) {
    return lookUp("file:" + path, at, () -> files.file(path));
  }

  Optional<Cid> directory(String path, DocumentPath at) {
    return lookUp("dir:" + path, at, () -> files.directory(path));
  }

  /// The files that match, sorted; at least one.
  List<Cid> glob(String pattern, DocumentPath at) {
    var found = new ArrayList<Cid>();
    attempt(at, () -> files.glob(pattern))
        .ifPresent(paths -> {
          if (paths.isEmpty()) {
            problems.error(
                at,
                "no file matches `" + pattern + "`",
                "patterns start at the folder of the document, such as ./photos/*.jpg");
          }
          paths.forEach(path -> file(path, at).ifPresent(found::add));
        });
    return found;
  }

  /// The module registered under `name`.
  Optional<Cid> module(String name) {
    return files.module(name);
  }

  private Optional<Cid> lookUp(String key, DocumentPath at, Supplier<Cid> load) {
    var earlier = known.get(key);
    if (earlier != null && earlier.isPresent()) {
      return earlier;
    }
    // A failure is reported wherever the document names the file.
    var found = attempt(at, load);
    known.put(key, found);
    return found;
  }

  private <T> Optional<T> attempt(DocumentPath at, Supplier<T> load) {
    try {
      return Optional.of(load.get());
    } catch (IpvmException e) {
      if (e.code() != ErrorCode.NOT_FOUND
          && e.code() != ErrorCode.NOT_AUTHORISED
          && e.code() != ErrorCode.EXHAUSTED
          && e.code() != ErrorCode.CALLER_ERROR) {
        throw e;
      }
      problems.error(
          at,
          String.valueOf(e.getMessage()),
          e.code() == ErrorCode.NOT_FOUND ? "paths start at the folder of the document" : "");
      return Optional.empty();
    }
  }
}
