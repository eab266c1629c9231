package io.ipvm.workflow;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Reads a document of any layer: L0 (Homestar) and L1 in DAG-JSON or DAG-CBOR, L2 in YAML or JSON.
///
/// The bytes decide what they are, not the file's name. A first byte that no text can start with is
/// DAG-CBOR. Text that is DAG-JSON is read as that, so that integers, links and floats are what
/// every other IPLD program sees; all else is YAML. `tasks` as a list makes L0 (without `v`) or L1,
/// as a map L2. Every layer becomes a [Draft], and from there on there is one way.
///
/// Nothing but [Problem]s comes of bad input: [YamlReader] and the codecs bound size, depth and
/// number of values before anything here walks over them.
public final class DocumentReader {
  /// Bytes of a document.
  public static final int MAX_SIZE = 16 * 1024 * 1024;

  /// The offset in the messages of the JSON reader.
  private static final Pattern OFFSET = Pattern.compile("at offset (\\d+)");

  private final FileSource files;

  public DocumentReader(FileSource files) {
    this.files = requireNonNull(files);
  }

  /// Compiles `source`; `fileName` only helps to tell what a broken file was meant to be, and
  /// stands in for a missing name.
  public Reading<Template> read(Bytes source, String fileName) {
    if (source.isEmpty() || source.size() > MAX_SIZE) {
      var problems = new Problems();
      problems.error(
          DocumentPath.ROOT,
          source.isEmpty()
              ? "the document is empty"
              : "the document has " + source.size() + " bytes, limit " + MAX_SIZE,
          source.isEmpty() ? "" : "pass large data as files: {{ file:./data }}");
      return new Reading.Invalid<>(problems.sorted());
    }
    return isMapOfCbor(source) ? readCbor(source, fileName) : readText(source, fileName);
  }

  /// Major type 5. These bytes are continuations in UTF-8, so no text starts with them.
  private static boolean isMapOfCbor(Bytes source) {
    return (source.at(0) & 0xe0) == 0xa0;
  }

  private Reading<Template> readCbor(Bytes source, String fileName) {
    var problems = new Problems();
    try {
      return compile(DagCbor.decode(source), fileName, problems);
    } catch (MalformedException e) {
      problems.error(
          DocumentPath.ROOT,
          "this is no DAG-CBOR: " + e.getMessage(),
          "documents are YAML, DAG-JSON or DAG-CBOR");
      return new Reading.Invalid<>(problems.sorted());
    }
  }

  private Reading<Template> readText(Bytes source, String fileName) {
    var problems = new Problems();
    var text = SourceText.decode(source, problems);
    if (text.isEmpty()) {
      return new Reading.Invalid<>(problems.sorted());
    }
    if (text.get().isBlank()) {
      problems.error(DocumentPath.ROOT, "the document is empty");
      return new Reading.Invalid<>(problems.sorted());
    }
    if (!text.get().stripLeading().startsWith("{")) {
      return readYaml(text.get(), fileName);
    }
    try {
      var root = DagJson.decode(text.get(), DagJson.Options.HOMESTAR);
      return compile(root, fileName, new Problems(marksOf(text.get())));
    } catch (MalformedException e) {
      return isJsonFile(fileName)
          ? brokenJson(text.get(), e)
          // A flow map of YAML starts with a brace, too.
          : readYaml(text.get(), fileName);
    }
  }

  private Reading<Template> readYaml(String text, String fileName) {
    var marks = new Marks[] {Marks.NONE};
    var problems = new Problems(() -> marks[0]);
    var built = YamlReader.read(text, problems);
    if (built.isEmpty()) {
      if (!problems.hasErrors()) {
        problems.error(DocumentPath.ROOT, "the document is empty");
      }
      return new Reading.Invalid<>(problems.sorted());
    }
    marks[0] = built.get().marks();
    return compile(built.get().node(), fileName, problems);
  }

  /// JSON is YAML, so the YAML reader knows where everything stands; it is asked when somebody
  /// wants to know.
  private static Supplier<Marks> marksOf(String json) {
    var marks = new Marks[1];
    return () -> {
      if (marks[0] == null) {
        marks[0] =
            YamlReader.read(json, new Problems()).map(YamlReader.Built::marks).orElse(Marks.NONE);
      }
      return marks[0];
    };
  }

  private static Reading<Template> brokenJson(String text, MalformedException e) {
    var problems = new Problems();
    var message = String.valueOf(e.getMessage());
    var offset = offset(message);
    problems.errorAt(
        offset.isPresent()
            ? SourceText.positionOf(text, text.codePointCount(0, offset.getAsInt()))
            : Marks.Position.NONE,
        DocumentPath.ROOT,
        message,
        "");
    return new Reading.Invalid<>(problems.sorted());
  }

  private static OptionalInt offset(String message) {
    var match = OFFSET.matcher(message);
    return match.find() ? OptionalInt.of(Integer.parseInt(match.group(1))) : OptionalInt.empty();
  }

  private static boolean isJsonFile(String fileName) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private Reading<Template> compile(Node root, String fileName, Problems problems) {
    if (!(root instanceof MapNode map)) {
      problems.error(
          DocumentPath.ROOT,
          "a document is a map, not " + Kind.of(root),
          "it has at least the keys `v` and `tasks`");
      return new Reading.Invalid<>(problems.sorted());
    }
    var draft = draft(map, stem(fileName), problems);
    if (draft.isEmpty()) {
      return new Reading.Invalid<>(problems.sorted());
    }
    var order = AwaitGraph.order(draft.get().tasks(), problems);
    if (problems.hasErrors()) {
      return new Reading.Invalid<>(problems.sorted());
    }
    try {
      return new Reading.Valid<>(new Template(draft.get(), order), problems.sorted());
    } catch (MalformedException e) {
      problems.error(
          DocumentPath.ROOT, "the document has no canonical form: " + e.getMessage(), "");
      return new Reading.Invalid<>(problems.sorted());
    }
  }

  private Optional<Draft> draft(MapNode root, String name, Problems problems) {
    if (root.find("tasks").orElse(Node.NULL) instanceof MapNode) {
      return Optional.of(new AuthoredReader(files, problems).read(root, name));
    }
    return new CanonicalReader(files, problems).read(root, name);
  }

  /// The file's name without folder and ending.
  private static String stem(String fileName) {
    var name = fileName.substring(fileName.replace('\\', '/').lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
