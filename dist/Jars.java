import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Copies jars into the form in which they start fastest; `./ipvm` and `Assemble` use it.
///
/// Left out are signatures: the JVM archives no class of a signed jar, and checks it at every start.
/// The native of SQLite lies in a folder beside, too, for the library would unpack it at every start.
/// Natives of other platforms are of no use, nor are pages for readers, nor descriptors of modules,
/// which would only keep `jdeps` from reading what is on the class path.
final class Jars {
  /// Zip keeps times in steps of two seconds, from 1980 on.
  static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private final Path lib;
  private final Path natives;

  private Jars(Path app) throws IOException {
    this.lib = Files.createDirectories(app.resolve("lib"));
    this.natives = Files.createDirectories(app.resolve("native"));
  }

  /// Takes the folder with the jars and the one to make `lib` and `native` in.
  public static void main(String[] folders) throws IOException {
    copy(Path.of(folders[0]), Path.of(folders[1]));
  }

  static void copy(Path from, Path app) throws IOException {
    var jars = new Jars(app);
    for (var jar : in(from)) {
      jars.copy(jar);
    }
  }

  static List<Path> in(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private void copy(Path from) throws IOException {
    try (var jar = new JarFile(from.toFile());
        var out = new JarOutputStream(Files.newOutputStream(lib.resolve(from.getFileName())))) {
      for (var entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (!entry.isDirectory() && isNeeded(entry.getName())) {
          copy(jar, entry, out);
          if (entry.getName().startsWith("org/sqlite/native/")) {
            unpack(jar, entry);
          }
        }
      }
    }
  }

  private static void copy(JarFile jar, JarEntry entry, JarOutputStream out) throws IOException {
    var copy = new JarEntry(entry.getName());
    copy.setLastModifiedTime(TIME);
    out.putNextEntry(copy);
    if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
      var manifest = new Manifest(jar.getManifest());
      manifest.getEntries().clear(); // digests of the signed files
      manifest.write(out);
    } else {
      try (var in = jar.getInputStream(entry)) {
        in.transferTo(out);
      }
    }
    out.closeEntry();
  }

  private void unpack(JarFile jar, JarEntry entry) throws IOException {
    var name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    try (var in = jar.getInputStream(entry)) {
      Files.copy(in, natives.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static boolean isNeeded(String entry) {
    return isNative(entry)
        ? isOfThisPlatform(entry)
        : !entry.matches(".*\\.html|.*\\bmodule-info\\.class|META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
  }

  private static boolean isNative(String entry) {
    return entry.matches(".*\\.(so|dylib|jnilib|dll)");
  }

  private static boolean isOfThisPlatform(String entry) {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var system =
        os.startsWith("mac")
            ? "(Mac|osx)"
            : os.startsWith("windows") ? "(Windows|windows)" : "(/Linux|linux)";
    var processor =
        System.getProperty("os.arch").equals("aarch64")
            ? "(aarch64|aarch_64|universal)"
            : "(x86_64|x64|universal)";
    return entry.matches(".*" + system + "[/_-]" + processor + ".*");
  }
}
