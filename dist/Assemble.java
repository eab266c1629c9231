import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;

/// Packs a distribution that needs no Java: `./build dist` runs it after the jars are in
/// `dist/target/launcher/lib`.
///
/// The zip holds a runtime of only the modules that the jars use, the jars as [Jars] copies them,
/// the launcher, manual pages, completions, the examples, and an AOT cache trained with these very
/// files. The JVM compares their sizes and times with the cache's, so all get one fixed time before
/// training.
final class Assemble {
  /// Modules that libraries name only for uses that we have none of.
  private static final Set<String> UNUSED =
      Set.of(
          "java.desktop", // jackson: annotations of java.beans
          "java.naming", // BouncyCastle: certificate stores in LDAP
          "jdk.jfr");

  private static final long LIMIT = 90_000_000;

  private final Path dist = Path.of("dist").toAbsolutePath();
  private final Path target = dist.resolve("target");
  private final String platform = platform();
  private final Path image;

  private Assemble(String version) {
    this.image = target.resolve("ipvm-" + version + "-" + platform);
  }

  /// Takes no arguments; the folder it is started in is the project's root.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new Assemble(version()).run();
  }

  private void run() throws IOException, InterruptedException {
    deleteTree(image);
    Jars.copy(target.resolve("launcher/lib"), image.resolve("app"));
    copyFile(dist.resolve("jvm.args"), "app/jvm.args");
    if (windows()) {
      copyFile(dist.resolve("ipvm.cmd"), "bin/ipvm.cmd");
    } else {
      copyFile(dist.resolve("train.sh"), "app/train.sh");
      copyFile(dist.resolve("check-cache.sh"), "app/check-cache.sh");
      copyFile(dist.resolve("ipvm.sh"), "bin/ipvm").toFile().setExecutable(true, false);
    }
    for (var name : List.of("LICENSE", "NOTICE", "README.md", "CHANGELOG.md")) {
      copyFile(dist.resolveSibling(name), name);
    }
    copyExamples();
    link(modules(image.resolve("app/lib")));
    writePages();
    setTimes();
    if (!windows()) { // which has no sh; it starts without a cache, only slower
      train();
      setTimes();
    }
    var zip = zip();
    var size = Files.size(zip);
    System.out.printf(Locale.ROOT, "%s, %.1f MB%n", target.getParent().getParent().relativize(zip), size / 1e6);
    if (size > LIMIT) {
      throw new IllegalStateException(zip + " has " + size + " bytes, limit " + LIMIT);
    }
  }

  /// What the jars use, by jdeps.
  private static String modules(Path lib) throws IOException {
    var arguments =
        new ArrayList<>(
            List.of("--ignore-missing-deps", "--multi-release", "25", "--print-module-deps"));
    arguments.add("--class-path");
    arguments.add(lib + "/*");
    Jars.in(lib).forEach(jar -> arguments.add(jar.toString()));
    var found = new TreeSet<>(List.of(tool("jdeps", arguments).strip().split(",")));
    found.removeAll(UNUSED);
    System.out.println("modules " + String.join(" ", found));
    return String.join(",", found);
  }

  private void link(String modules) {
    tool(
        "jlink",
        List.of(
            "--add-modules",
            modules,
            "--output",
            image.resolve("runtime").toString(),
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            // The zip compresses better, and classes start faster without.
            "--compress",
            "zip-0"));
  }

  /// Manual pages and completions, where `man` and the shells look for them beside a `bin` of the PATH.
  private void writePages() throws IOException, InterruptedException {
    ipvm("man", "--out", image.resolve("share/man/man1").toString());
    var completions =
        Map.of(
            "bash", "share/bash-completion/completions/ipvm",
            "zsh", "share/zsh/site-functions/_ipvm",
            "fish", "share/fish/vendor_completions.d/ipvm.fish");
    for (var shell : completions.entrySet()) {
      var file = image.resolve(shell.getValue());
      Files.createDirectories(file.getParent());
      Files.write(file, ipvm("completion", shell.getKey()));
    }
  }

  /// What the program in the image prints.
  private byte[] ipvm(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(image.resolve("runtime/bin/java").toString());
    command.add("@" + image.resolve("app/jvm.args"));
    command.add("-jar");
    command.add(cliJar().toString());
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var printed = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("ipvm " + String.join(" ", arguments) + " failed");
    }
    return printed;
  }

  private Path cliJar() throws IOException {
    return Jars.in(image.resolve("app/lib")).stream()
        .filter(jar -> jar.getFileName().toString().startsWith("ipvm-cli-"))
        .findFirst()
        .orElseThrow();
  }

  private void train() throws IOException, InterruptedException {
    var script = ". app/train.sh && train \"$PWD/runtime/bin/java\" \"$PWD/app\" \"$PWD/examples\" \"$PWD/app/ipvm.aot\"";
    var process =
        new ProcessBuilder("sh", "-eu", "-c", script)
            .directory(image.toFile())
            .redirectErrorStream(true)
            .redirectOutput(target.resolve("train.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("no AOT cache, see " + target.resolve("train.log"));
    }
  }

  private void copyExamples() throws IOException {
    var examples = dist.resolveSibling("examples");
    try (var files = Files.walk(examples)) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (file.toString().matches(".*\\.(yaml|json|wasm|jpg|png|md)") && !file.toString().contains("/out/")) {
          copyFile(file, "examples/" + examples.relativize(file));
        }
      }
    }
  }

  private Path copyFile(Path from, String to) throws IOException {
    var copy = image.resolve(to);
    Files.createDirectories(copy.getParent());
    return Files.copy(from, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private void setTimes() throws IOException {
    try (var files = Files.walk(image)) {
      for (var file : (Iterable<Path>) files::iterator) {
        if (!Files.isSymbolicLink(file)) {
          Files.setLastModifiedTime(file, Jars.TIME);
        }
      }
    }
  }

  /// Writes the zip with rights and times, which `jar` would lose.
  private Path zip() throws IOException {
    var zip = target.resolve(image.getFileName() + ".zip");
    Files.deleteIfExists(zip);
    var options = Map.of("create", "true", "enablePosixFileAttributes", "true");
    try (var archive = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), options);
        var files = Files.walk(image)) {
      for (var file : (Iterable<Path>) files.sorted()::iterator) {
        var copy = archive.getPath("/" + target.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectory(copy);
        } else {
          Files.copy(file, copy); // legal/ of the runtime has links; they become files
        }
        var rights = Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(rights));
        Files.setLastModifiedTime(copy, Jars.TIME);
      }
    }
    return zip;
  }

  private boolean windows() {
    return platform.startsWith("windows");
  }

  private static String platform() {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var arch = System.getProperty("os.arch");
    return (os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os)
        + "-"
        + (arch.equals("amd64") ? "x86_64" : arch);
  }

  private static String version() throws IOException {
    var name = "ipvm-cli-";
    for (var jar : Jars.in(Path.of("dist/target/launcher/lib"))) {
      var file = jar.getFileName().toString();
      if (file.startsWith(name)) {
        return file.substring(name.length(), file.length() - ".jar".length());
      }
    }
    throw new IllegalStateException("no ipvm-cli in dist/target/launcher/lib: run ./build dist");
  }

  private static String tool(String name, List<String> arguments) {
    var output = new StringWriter();
    var errors = new StringWriter();
    var status =
        ToolProvider.findFirst(name)
            .orElseThrow(() -> new IllegalStateException("this JDK has no " + name))
            .run(new PrintWriter(output), new PrintWriter(errors), arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalStateException(name + ": " + output + errors);
    }
    return output.toString();
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Assemble::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
