package io.ipvm.workflow;

import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Marks.Field;
import io.ipvm.workflow.Marks.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Turns YAML 1.2 into a value and the places of everything in it.
///
/// The parser behind it only reports events; values are put together here, without recursion, so
/// that the limits are ours and no document can exhaust the stack. An alias shares the value it
/// names: a document of a kilobyte can stand for more values than there are atoms, so every value
/// carries its *weight*, the number of values and of characters it would be written out, and a
/// weight beyond [#MAX_VALUES] or [#MAX_CHARACTERS] ends the reading before anybody walks over it.
///
/// As in DAG-JSON, a map whose only key is `/` is a link or bytes. Keys are text.
final class YamlReader {
  /// Values inside values.
  static final int MAX_DEPTH = 64;

  /// Values of a document, aliases written out.
  static final int MAX_VALUES = 1_000_000;

  /// Characters of a document's text and keys, aliases written out.
  static final long MAX_CHARACTERS = 2L * DocumentReader.MAX_SIZE;

  /// Characters the parser's buffer has at least; it looks ahead a little.
  private static final int MIN_BUFFER = 1024;

  private final String text;
  private final Problems problems;
  private final Deque<Frame> open = new ArrayDeque<>();

  /// Empty while the value it names is still open.
  private final Map<Anchor, Optional<Built>> anchors = new HashMap<>();

  private @Nullable Built document;
  private int documents;
  private boolean abandoned;

  private YamlReader(String text, Problems problems) {
    this.text = text;
    this.problems = problems;
  }

  /// Empty if `text` is no YAML at all or breaks a limit; whatever is wrong stands in `problems`,
  /// which may also be the case with a value.
  static Optional<Built> read(String text, Problems problems) {
    return new YamlReader(text, problems).read();
  }

  private Optional<Built> read() {
    var settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            // All at once: for each further piece it copies what it has of a long text.
            .setBufferSize(Math.max(MIN_BUFFER, text.length()))
            .build();
    var reader = new StreamReader(settings, text);
    try {
      Iterator<Event> events = new ParserImpl(settings, reader);
      while (events.hasNext() && !abandoned) {
        take(events.next());
      }
    } catch (MarkedYamlEngineException e) {
      var context = e.getContext();
      problems.errorAt(
          e.getProblemMark().or(e::getContextMark).map(YamlReader::position).orElse(Position.NONE),
          here(),
          "this is no YAML: " + (context == null ? "" : context + ": ") + e.getProblem(),
          "");
      return Optional.empty();
    } catch (ReaderException e) {
      problems.errorAt(
          SourceText.positionOf(text, e.getPosition()),
          here(),
          "character U+" + hex4(e.getCodePoint()) + " is not allowed in a document",
          "is this a text file?");
      return Optional.empty();
    } catch (NumberFormatException e) {
      // The library's scanner lets digits through that are missing or no int.
      problems.errorAt(
          reader.getMark().map(YamlReader::position).orElse(Position.NONE),
          here(),
          "this is no YAML: an escape names no character",
          "\\u takes four hexadecimal digits, \\U eight, up to 0010ffff");
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.errorAt(Position.NONE, here(), "this is no YAML: " + e.getMessage(), "");
      return Optional.empty();
    }
    return abandoned ? Optional.empty() : Optional.ofNullable(document);
  }

  private void take(Event event) {
    var at = event.getStartMark().map(YamlReader::position).orElse(Position.NONE);
    switch (event.getEventId()) {
      case DocumentStart -> {
        if (++documents == 2) {
          problems.errorAt(
              at,
              DocumentPath.ROOT,
              "a second document begins here",
              "a file holds one document: remove the `---`");
          abandoned = true;
        }
      }
      case Scalar -> scalar((ScalarEvent) event, at);
      case Alias -> alias(((AliasEvent) event).getAlias(), at);
      case SequenceStart -> {
        var start = (SequenceStartEvent) event;
        checkTag(start.getTag(), at, "tag:yaml.org,2002:seq");
        open(new Frame(here(), at, start.getAnchor(), false));
      }
      case MappingStart -> {
        var start = (MappingStartEvent) event;
        checkTag(start.getTag(), at, "tag:yaml.org,2002:map");
        open(new Frame(here(), at, start.getAnchor(), true));
      }
      case SequenceEnd, MappingEnd -> close();
      case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
    }
  }

  private void open(Frame frame) {
    if (open.size() == MAX_DEPTH) {
      problems.errorAt(
          frame.at,
          frame.path,
          "values are nested deeper than " + MAX_DEPTH + " levels",
          "flatten the document");
      abandoned = true;
      return;
    }
    frame.anchor.ifPresent(anchor -> anchors.put(anchor, Optional.empty()));
    open.push(frame);
  }

  private void close() {
    var frame = open.pop();
    var built = frame.build(problems);
    frame.anchor.ifPresent(anchor -> anchors.put(anchor, Optional.of(built)));
    attach(built, Optional.empty());
  }

  private void scalar(ScalarEvent event, Position at) {
    boolean isKey = !open.isEmpty() && open.peek().awaitsKey();
    if (isKey && event.isPlain() && event.getValue().equals("<<")) {
      problems.errorAt(
          at,
          here(),
          "`<<` merged maps in YAML 1.1; this is YAML 1.2, where it does not",
          "write the keys out; for a key of that name, put it in quotes");
    }
    var value =
        isKey && !YamlScalar.hasHalfCharacter(event.getValue())
            ? Node.of(event.getValue())
            : YamlScalar.valueOf(event, at, here(), problems);
    var built = new Built(value, Marks.of(at), new Weight(1, event.getValue().length()));
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor, Optional.of(built)));
    attach(built, Optional.of(event.getValue()));
  }

  private void alias(Anchor name, Position at) {
    var target = anchors.get(name);
    if (target == null) {
      problems.errorAt(at, here(), "no value has the anchor `&" + name + "`", "");
    } else if (target.isEmpty()) {
      problems.errorAt(
          at, here(), "the alias `*" + name + "` stands inside the value it names", "");
    }
    var value =
        target == null
            ? new Built(Node.NULL, Marks.of(at), Weight.ONE)
            : target.orElse(new Built(Node.NULL, Marks.of(at), Weight.ONE));
    attach(
        new Built(value.node, value.marks.movedTo(at), value.weight),
        value.node instanceof Node.StringNode(var text) ? Optional.of(text) : Optional.empty());
  }

  /// Hands a finished value to the one around it.
  ///
  /// @param keyText the value as a key; empty if it cannot be one
  private void attach(Built built, Optional<String> keyText) {
    var frame = open.peek();
    if (frame == null) {
      document = built;
      return;
    }
    frame.add(built, keyText, problems);
    if (frame.weight.isTooMuch()) {
      problems.errorAt(
          built.marks.at(),
          frame.path,
          "the document has more than "
              + MAX_VALUES
              + " values or "
              + MAX_CHARACTERS
              + " characters, aliases written out",
          "repeat less with `&` and `*`");
      abandoned = true;
    }
  }

  private DocumentPath here() {
    var frame = open.peek();
    return frame == null ? DocumentPath.ROOT : frame.next();
  }

  private void checkTag(Optional<String> tag, Position at, String expected) {
    if (tag.isPresent() && !tag.get().equals(expected) && !tag.get().equals("!")) {
      YamlScalar.refuseTag(tag.get(), at, here(), problems);
    }
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String hex4(int codePoint) {
    var hex = Integer.toHexString(codePoint);
    return "0".repeat(Math.max(0, 4 - hex.length())) + hex;
  }

  /// A value, where it stands, and how much it is.
  record Built(Node node, Marks marks, Weight weight) {}

  /// How much a value is with all aliases in it written out.
  record Weight(long values, long characters) {
    static final Weight ONE = new Weight(1, 0);

    Weight plus(Weight other) {
      return new Weight(values + other.values, characters + other.characters);
    }

    boolean isTooMuch() {
      return values > MAX_VALUES || characters > MAX_CHARACTERS;
    }
  }

  /// A list or map that is being read.
  private static final class Frame {
    final DocumentPath path;
    final Position at;
    final Optional<Anchor> anchor;
    Weight weight = Weight.ONE;
    private final boolean isMap;
    private final List<Node> items = new ArrayList<>();
    private final List<Marks> itemMarks = new ArrayList<>();
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Field> fields = new HashMap<>();

    /// The key whose value comes next.
    private @Nullable Key key;

    Frame(DocumentPath path, Position at, Optional<Anchor> anchor, boolean isMap) {
      this.path = path;
      this.at = at;
      this.anchor = anchor;
      this.isMap = isMap;
    }

    boolean awaitsKey() {
      return isMap && key == null;
    }

    /// Where the value that comes next stands.
    DocumentPath next() {
      if (!isMap) {
        return path.index(items.size());
      }
      return key == null ? path : path.key(key.name);
    }

    void add(Built built, Optional<String> keyText, Problems problems) {
      weight = weight.plus(built.weight);
      if (!isMap) {
        items.add(built.node);
        itemMarks.add(built.marks);
      } else if (key == null) {
        key = key(built, keyText, problems);
      } else {
        if (key.counts) {
          entries.put(key.name, built.node);
          fields.put(key.name, new Field(key.at, built.marks));
        }
        key = null;
      }
    }

    private Key key(Built built, Optional<String> keyText, Problems problems) {
      var place = built.marks.at();
      if (keyText.isEmpty()) {
        problems.errorAt(place, path, "a key has to be text", "");
        return new Key("", place, false);
      }
      var name = keyText.get();
      var first = fields.get(name);
      if (first != null) {
        problems.errorAt(
            place,
            path.key(name),
            "duplicate key `" + name + "`",
            "it stands in line " + first.key().line() + " already");
      }
      return new Key(name, place, first == null);
    }

    Built build(Problems problems) {
      if (!isMap) {
        return new Built(Node.list(items), new Marks(at, Map.of(), itemMarks), weight);
      }
      var map = MapNode.of(entries);
      return new Built(
          YamlScalar.special(map, at, path, problems), new Marks(at, fields, List.of()), weight);
    }

    /// @param counts false for a key that is no text or stands there already
    private record Key(String name, Position at, boolean counts) {}
  }
}
