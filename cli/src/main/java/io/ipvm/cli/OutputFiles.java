package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// Writes the files a document's `output` names: the entries whose name has an extension.
///
/// The names come from a document that somebody else may have written. So a name is a relative path
/// of plain segments, every folder on the way is a real folder below the target (no link leads
/// out), and a file appears whole, by renaming, or not at all.
final class OutputFiles {
  private static final int LONGEST_NAME = 255;

  /// Names that are devices on Windows, whatever their extension.
  private static final Set<String> DEVICES =
      Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3");

  private final Function<Cid, Bytes> files;
  private final Path folder;

  /// @param files the content of a file that the output links to
  OutputFiles(Function<Cid, Bytes> files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /// One written file.
  record Written(String name, Path path, long size) {}

  /// Whether the document's output names files.
  static boolean names(Node output) {
    return output instanceof MapNode map && map.keys().stream().anyMatch(OutputFiles::isFile);
  }

  /// Writes all of them. All names are checked before the first file is written.
  ///
  /// @throws Failure if a name leads out of the folder
  List<Written> write(MapNode output) throws IOException {
    var names = output.keys().stream().filter(OutputFiles::isFile).sorted().toList();
    names.forEach(OutputFiles::check);
    var written = new ArrayList<Written>();
    for (var name : names) {
      var content = content(output.find(name).orElseThrow());
      var path = place(name, content);
      written.add(new Written(name, path, content.size()));
    }
    return written;
  }

  /// The bytes of a value: those of a file or byte string, the text of a string, else DAG-JSON.
  Bytes content(Node value) {
    return switch (value) {
      case Node.BytesNode(var bytes) -> bytes;
      case Node.LinkNode(var cid) -> files.apply(cid);
      case Node.StringNode(var text) -> Bytes.utf8(text);
      default -> Bytes.utf8(JsonText.pretty(Answer.of(value)) + "\n");
    };
  }

  private static boolean isFile(String name) {
    int dot = name.lastIndexOf('.');
    return dot > name.lastIndexOf('/') + 1 && dot < name.length() - 1;
  }

  private static void check(String name) {
    for (var segment : name.split("/", -1)) {
      boolean plain =
          !segment.isEmpty()
              && !segment.equals(".")
              && !segment.equals("..")
              && segment.length() <= LONGEST_NAME
              && Text.visible(segment).equals(segment)
              && segment.chars().noneMatch(c -> "\\:*?\"<>|".indexOf(c) >= 0)
              && !DEVICES.contains(segment.toLowerCase(Locale.ROOT).replaceFirst("\\..*", ""));
      if (!plain) {
        throw Failure.usage(
            "the output names a file that cannot be written",
            "'" + Text.visible(name) + "' is no plain relative path",
            "name it like sheet.png or thumbs/1.png in the document's output");
      }
    }
  }

  private Path place(String name, Bytes content) throws IOException {
    var target = folder.resolve(name);
    var parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("no folder for " + target);
    }
    Files.createDirectories(parent);
    if (!parent.toRealPath().startsWith(folder.toRealPath())) {
      throw Failure.usage(
          "the output names a file outside of " + folder,
          "'" + name + "' leads through a link to " + parent.toRealPath(),
          "use another folder: --out DIR");
    }
    if (Files.isDirectory(target)) {
      throw new Failure(
          ExitStatus.CONFLICT,
          "cannot write " + target,
          "it is a directory",
          "move it away, or use another folder: --out DIR");
    }
    var part = Files.createTempFile(parent, "." + target.getFileName() + ".", ".part");
    try {
      write(part, content, target);
      makeReadable(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    return target;
  }

  /// The system's own message names no file.
  private static void write(Path part, Bytes content, Path target) throws IOException {
    try {
      Files.write(part, content.toArray());
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw new FileSystemException(target.toString(), null, e.getMessage());
    }
  }

  /// Temporary files are private; results are as public as files usually are.
  private static void makeReadable(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
