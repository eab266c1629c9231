package io.ipvm.workflow;

import io.ipvm.workflow.Marks.Position;
import io.ipvm.workflow.Problem.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/// Collects everything that is wrong with one document, and says where it stands.
final class Problems {
  /// A document that is wrong in more places is cut off here.
  static final int MAX = 200;

  /// Characters of a message.
  static final int MAX_TEXT = 500;

  static final Comparator<Problem> IN_DOCUMENT_ORDER =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final Supplier<Marks> marks;
  private final List<Problem> found;
  private final boolean lenient;
  private int errors;
  private int hidden;

  private Problems(Problems strict) {
    this.marks = strict.marks;
    this.found = strict.found;
    this.lenient = true;
  }

  /// Problems of a document without lines.
  Problems() {
    this(() -> Marks.NONE);
  }

  /// Asks for `marks` with the first problem only.
  Problems(Supplier<Marks> marks) {
    this.marks = marks;
    this.found = new ArrayList<>();
    this.lenient = false;
  }

  /// The same collection, for a part of the document whose mistakes keep nothing from running.
  Problems asWarnings() {
    return new Problems(this);
  }

  /// `keys` of the map at `path` in the order of the document, where it has lines.
  List<String> inDocumentOrder(DocumentPath path, List<String> keys) {
    return marks.get().inDocumentOrder(path, keys);
  }

  void error(DocumentPath path, String message, String advice) {
    add(Severity.ERROR, path, marks.get().valueAt(path), message, advice);
  }

  void error(DocumentPath path, String message) {
    error(path, message, "");
  }

  /// An error whose advice takes work to find; it is asked for only if it will be shown.
  void error(DocumentPath path, String message, Supplier<String> advice) {
    error(path, message, isFull() ? "" : advice.get());
  }

  void warning(DocumentPath path, String message, String advice) {
    add(Severity.WARNING, path, marks.get().valueAt(path), message, advice);
  }

  /// An error of the key `path` ends with, not of its value.
  void keyError(DocumentPath path, String message, String advice) {
    add(Severity.ERROR, path, marks.get().keyAt(path), message, advice);
  }

  void keyWarning(DocumentPath path, String message, String advice) {
    add(Severity.WARNING, path, marks.get().keyAt(path), message, advice);
  }

  /// A key that nothing here reads.
  void unknownKey(DocumentPath path, String key, Collection<String> known) {
    keyError(
        path.key(key),
        "unknown key `" + key + "`",
        Nearest.to(key, known)
            .map(name -> "did you mean `" + name + "`?")
            .orElse("known here: " + String.join(", ", known)));
  }

  /// A key of the format that this version does not run yet.
  void comesLater(DocumentPath path, String key) {
    keyError(
        path.key(key),
        "`" + key + "` comes later: this version does not run it yet",
        "leave it out for now");
  }

  /// An error at a place the reader of the text knows better than the marks.
  void errorAt(Position place, DocumentPath path, String message, String advice) {
    add(Severity.ERROR, path, place, message, advice);
  }

  boolean hasErrors() {
    return errors > 0;
  }

  /// In document order; where there are no lines, in the order of discovery.
  List<Problem> sorted() {
    var sorted = new ArrayList<>(found);
    sorted.sort(IN_DOCUMENT_ORDER);
    if (hidden > 0) {
      var severity = hasErrors() ? Severity.ERROR : Severity.WARNING;
      sorted.add(new Problem(severity, "", 0, 0, "and " + hidden + " more problems", ""));
    }
    return sorted;
  }

  /// `value` if nothing but warnings was found.
  <T> Reading<T> reading(Supplier<T> value) {
    return hasErrors()
        ? new Reading.Invalid<>(sorted())
        : new Reading.Valid<>(value.get(), sorted());
  }

  private void add(
      Severity claimed, DocumentPath path, Position place, String message, String advice) {
    var severity = lenient ? Severity.WARNING : claimed;
    if (severity == Severity.ERROR) {
      errors++;
    }
    if (isFull()) {
      hidden++;
      return;
    }
    found.add(
        new Problem(
            severity,
            shortened(path.toString()),
            place.line(),
            place.column(),
            shortened(message),
            shortened(advice)));
  }

  /// Documents can hold names of megabytes, and messages quote them.
  private static String shortened(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    // Half a character must not stay behind.
    int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return text.substring(0, end) + "...";
  }

  private boolean isFull() {
    return found.size() == MAX;
  }
}
