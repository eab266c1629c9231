package io.ipvm.ucan;

import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.ipld.Quoted;
import java.util.function.IntPredicate;

/// A place in a text that a person wrote, which moves on as the text is read. Places count `char`s;
/// what a person is told counts characters from 1.
final class TextCursor {
  private final String in;
  private int at;

  TextCursor(String in) {
    this.in = in;
  }

  int at() {
    return at;
  }

  boolean atEnd() {
    return at == in.length();
  }

  /// The next character, or -1 at the end.
  int peek() {
    return peek(0);
  }

  /// The character after `ahead` more `char`s, or -1 at the end.
  int peek(int ahead) {
    return at + ahead < in.length() ? in.codePointAt(at + ahead) : -1;
  }

  void next() {
    at += Character.charCount(peek());
  }

  boolean skip(String word) {
    if (in.startsWith(word, at)) {
      at += word.length();
      return true;
    }
    return false;
  }

  void space() {
    while (peek() >= 0 && Character.isWhitespace(peek())) {
      next();
    }
  }

  String since(int from) {
    return in.substring(from, at);
  }

  /// The letters and digits that are next, which stay; empty if there are none.
  String word() {
    return run(Character::isLetterOrDigit);
  }

  /// The characters that are next and that `wanted` takes, which stay.
  String run(IntPredicate wanted) {
    int end = at;
    while (end < in.length() && wanted.test(in.codePointAt(end))) {
      end += Character.charCount(in.codePointAt(end));
    }
    return in.substring(at, end);
  }

  /// Reads the JSON string that is next.
  String quoted() {
    int from = at;
    if (!skip("\"")) {
      throw expected("a text in quotation marks");
    }
    endOfString(from);
    return json(from) instanceof Node.StringNode(var text) ? text : "";
  }

  /// Reads the list or map in DAG-JSON that is next.
  Node jsonCollection() {
    int from = at;
    int open = 0;
    do {
      int c = peek();
      if (c < 0) {
        throw refused("this has no end: close it with ] or }", from);
      }
      int charAt = at;
      next();
      switch (c) {
        case '"' -> endOfString(charAt);
        case '[', '{' -> open++;
        case ']', '}' -> open--;
        default -> {}
      }
    } while (open > 0);
    return json(from);
  }

  private void endOfString(int from) {
    while (!skip("\"")) {
      skip("\\");
      if (atEnd()) {
        throw refused("this text has no end: close it with \"", from);
      }
      next();
    }
  }

  private Node json(int from) {
    try {
      return DagJson.decode(since(from));
    } catch (MalformedException e) {
      throw refused(e.getMessage() + ", counted from here", from);
    }
  }

  PolicySyntaxException expected(String what) {
    return refused(what + " expected, not " + shown(), at);
  }

  /// What is next, for messages.
  String shown() {
    if (atEnd()) {
      return "the end";
    }
    var word = run(SelectorReader::isNamePart);
    return Quoted.of(word.isEmpty() ? Character.toString(peek()) : word);
  }

  PolicySyntaxException refused(String what, int where) {
    int column = in.codePointCount(0, where) + 1;
    return new PolicySyntaxException("column " + column + ": " + what, column);
  }
}
