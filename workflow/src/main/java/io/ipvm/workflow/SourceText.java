package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.workflow.Marks.Position;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The text of a document: strict UTF-8, and where its characters stand.
final class SourceText {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private SourceText() {}

  /// Empty, with the reason in `problems`, if the bytes are no text.
  static Optional<String> decode(Bytes source, Problems problems) {
    var in = source.asBuffer();
    var out = CharBuffer.allocate(source.size());
    var result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    var text = out.flip().toString();
    if (result.isError()) {
      problems.errorAt(
          positionOf(text, text.codePointCount(0, text.length())),
          DocumentPath.ROOT,
          "byte 0x"
              + source.slice(in.position(), in.position() + 1).hex()
              + " at offset "
              + in.position()
              + " is not UTF-8",
          looksLikeUtf16(source)
              ? "this looks like UTF-16: save it as UTF-8"
              : "documents are UTF-8 text or DAG-CBOR");
      return Optional.empty();
    }
    return Optional.of(
        !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
  }

  /// Of the character number `index`, in code points.
  static Position positionOf(String text, int index) {
    int line = 1;
    int column = 1;
    int at = 0;
    for (int i = 0; i < index && at < text.length(); i++) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (codePoint == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Position(line, column);
  }

  private static boolean looksLikeUtf16(Bytes source) {
    return source.size() >= 2
        && (source.slice(0, 2).hex().equals("fffe") || source.slice(0, 2).hex().equals("feff"));
  }
}
