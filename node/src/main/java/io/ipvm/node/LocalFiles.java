package io.ipvm.node;

import io.ipvm.ipld.BlockSink;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.UnixFs;
import io.ipvm.store.Store;
import io.ipvm.workflow.FileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/// The files a document may name: those in its own folder and below, after links are followed. What
/// lies elsewhere is refused, because a document can come from anybody.
final class LocalFiles implements FileSource {
  /// Bytes of one file.
  static final long MAX_SIZE = 1L << 30;

  /// Entries of a folder with all below it, and matches of a pattern.
  static final int MAX_ENTRIES = 10_000;

  private final Path folder;
  private final Store store;

  LocalFiles(Path folder, Store store) {
    this.folder = folder;
    this.store = store;
  }

  @Override
  public Cid file(String path) {
    var file = inside(path);
    if (Files.isDirectory(file)) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR, "'" + path + "' is a folder: write dir:" + path);
    }
    return write(file, path).cid();
  }

  @Override
  public Cid directory(String path) {
    var root = inside(path);
    if (!Files.isDirectory(root)) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR, "'" + path + "' is no folder: write file:" + path);
    }
    return new Tree(path).store(root, path).cid();
  }

  @Override
  public List<String> glob(String pattern) {
    var plain = pattern.startsWith("./") ? pattern.substring(2) : pattern;
    var matcher = matcher(plain);
    try (var files = Files.walk(folder)) {
      var matches =
          files
              .filter(file -> matcher.matches(folder.relativize(file)))
              .filter(Files::isRegularFile)
              .map(file -> slashed(folder.relativize(file)))
              .sorted()
              .limit(MAX_ENTRIES + 1L)
              .toList();
      refuseTooMany(matches.size(), pattern);
      return matches;
    } catch (UncheckedIOException | IOException e) {
      throw unreadable("folder", pattern, e);
    }
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new IpvmException(
          ErrorCode.CALLER_ERROR,
          "'" + pattern + "' is no pattern for files: " + e.getDescription(),
          e);
    }
  }

  @Override
  public Optional<Cid> module(String name) {
    return store.findName(name);
  }

  /// A folder that is being stored with all below it.
  private final class Tree {
    private final String whole;

    /// The folders that lead to the one being read, without links: one of them again is a circle.
    private final Set<Path> above = new HashSet<>();

    private int seen;

    Tree(String whole) {
      this.whole = whole;
    }

    UnixFs.Stored store(Path real, String shown) {
      if (!above.add(real)) {
        throw new IpvmException(
            ErrorCode.CALLER_ERROR,
            "'" + shown + "' is a link to a folder that it lies in: it has no end");
      }
      var entries = new LinkedHashMap<String, UnixFs.Stored>();
      for (var child : children(real, shown)) {
        var name = child.getFileName().toString();
        var path = shown + "/" + name;
        var target = inside(slashed(folder.relativize(child)));
        entries.put(name, Files.isDirectory(target) ? store(target, path) : write(target, path));
      }
      above.remove(real);
      return UnixFs.storeDirectory(entries, LocalFiles.this.store.blocks());
    }

    private List<Path> children(Path real, String shown) {
      try (var children = Files.list(real)) {
        var found = children.limit(MAX_ENTRIES + 1L).sorted().toList();
        seen += found.size();
        refuseTooMany(seen, whole);
        return found;
      } catch (UncheckedIOException | IOException e) {
        throw unreadable("folder", shown, e);
      }
    }
  }

  /// The file `path` names, links followed.
  private Path inside(String path) {
    try {
      var root = folder.toRealPath();
      var file = root.resolve(path).toRealPath();
      if (!file.startsWith(root)) {
        throw new IpvmException(
            ErrorCode.NOT_AUTHORISED,
            "'" + path + "' lies outside the document's folder: copy it there");
      }
      return file;
    } catch (InvalidPathException | IOException e) {
      throw new IpvmException(
          ErrorCode.NOT_FOUND, "there is no file '" + path + "' in " + folder, e);
    }
  }

  private UnixFs.Stored write(Path file, String shown) {
    if (!Files.isRegularFile(file)) {
      // A pipe or a device: reading it may never end, and does not give the same twice.
      throw new IpvmException(ErrorCode.CALLER_ERROR, "'" + shown + "' is no regular file");
    }
    // A damaged block of the file heals here: the file is at hand.
    BlockSink sink = store.blocks()::putAgain;
    try (var in = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size > MAX_SIZE) {
        throw new IpvmException(
            ErrorCode.EXHAUSTED, "file '" + shown + "' has " + size + " bytes, limit " + MAX_SIZE);
      }
      return UnixFs.store(in, sink);
    } catch (IOException e) {
      throw unreadable("file", shown, e);
    }
  }

  /// @param cause of a stream of files, it is wrapped once more
  private static IpvmException unreadable(String what, String shown, Exception cause) {
    return cause instanceof AccessDeniedException
            || cause.getCause() instanceof AccessDeniedException
        ? new IpvmException(
            ErrorCode.NOT_AUTHORISED, "no right to read the " + what + " '" + shown + "'", cause)
        : new IpvmException(
            ErrorCode.UNAVAILABLE, "cannot read the " + what + " '" + shown + "'", cause);
  }

  private static void refuseTooMany(int count, String what) {
    if (count > MAX_ENTRIES) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED, "'" + what + "' has more than " + MAX_ENTRIES + " files, the limit");
    }
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
