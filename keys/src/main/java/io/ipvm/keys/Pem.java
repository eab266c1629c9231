package io.ipvm.keys;

import io.ipvm.ipld.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text frame around keys in files (RFC 7468, strict grammar): `-----BEGIN label-----`, base64
/// in lines, `-----END label-----`.
///
/// Works on bytes, not strings, so that secrets can be wiped.
final class Pem {
  private static final byte[] BEGIN = ascii("-----BEGIN ");
  private static final byte[] END = ascii("-----END ");
  private static final byte[] DASHES = ascii("-----");
  private static final int LINE = 64;
  private static final int MAX_LABEL = 64;

  private Pem() {}

  /// One framed value.
  static final class Block implements AutoCloseable {
    private final String label;
    private final byte[] content;

    private Block(String label, byte[] content) {
      this.label = label;
      this.content = content;
    }

    String label() {
      return label;
    }

    /// The array itself, which [#close] wipes.
    byte[] content() {
      return content;
    }

    @Override
    public void close() {
      Arrays.fill(content, (byte) 0);
    }
  }

  /// Reads all blocks of a text that holds nothing but blocks and white space.
  ///
  /// @throws MalformedException with the line, if it holds anything else
  static List<Block> decode(byte[] text) {
    var reader = new Reader(text.length);
    try {
      int number = 0;
      for (int from = 0; from < text.length; ) {
        int to = from;
        while (to < text.length && text[to] != '\n') {
          to++;
        }
        var line = trimmed(text, from, to);
        reader.take(line, ++number);
        Arrays.fill(line, (byte) 0);
        from = to + 1;
      }
      return reader.end();
    } catch (MalformedException e) {
      reader.blocks.forEach(Block::close);
      throw e;
    } finally {
      Arrays.fill(reader.base64, (byte) 0);
    }
  }

  /// Where in a text we are: outside of a block, or inside of the one with `label`.
  private static final class Reader {
    private final List<Block> blocks = new ArrayList<>();
    private final byte[] base64;
    private int filled;
    private @Nullable String label;

    Reader(int size) {
      this.base64 = new byte[size];
    }

    void take(byte[] line, int number) {
      if (label == null) {
        if (startsWith(line, BEGIN)) {
          label = label(line, BEGIN, number);
        } else if (line.length > 0) {
          throw new MalformedException("line " + number + " stands outside of a PEM block");
        }
      } else if (startsWith(line, END)) {
        if (!label.equals(label(line, END, number))) {
          throw new MalformedException("line " + number + " does not end the block " + label);
        }
        blocks.add(new Block(label, base64(Arrays.copyOf(base64, filled), label)));
        label = null;
        filled = 0;
      } else {
        System.arraycopy(line, 0, base64, filled, line.length);
        filled += line.length;
      }
    }

    List<Block> end() {
      if (label != null) {
        throw new MalformedException("the block " + label + " does not end");
      }
      return blocks;
    }
  }

  /// Writes one block, with a line feed at the end.
  static byte[] encode(String label, byte[] content) {
    var encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    var base64 = encoder.encode(content);
    var head = ascii("-----BEGIN " + label + "-----\n");
    var tail = ascii("\n-----END " + label + "-----\n");
    var text = Arrays.copyOf(head, head.length + base64.length + tail.length);
    System.arraycopy(base64, 0, text, head.length, base64.length);
    System.arraycopy(tail, 0, text, head.length + base64.length, tail.length);
    Arrays.fill(base64, (byte) 0);
    return text;
  }

  private static String label(byte[] line, byte[] prefix, int number) {
    int to = line.length - DASHES.length;
    if (to > prefix.length
        && to - prefix.length <= MAX_LABEL
        && Arrays.equals(DASHES, Arrays.copyOfRange(line, to, line.length))) {
      var label = new String(line, prefix.length, to - prefix.length, StandardCharsets.US_ASCII);
      if (label.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
        return label;
      }
    }
    throw new MalformedException("line " + number + " begins like a PEM frame and is none");
  }

  private static byte[] base64(byte[] text, String label) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      // The cause would quote the secret.
      throw new MalformedException("the block " + label + " is not base64");
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static byte[] trimmed(byte[] text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && text[start] <= ' ' && text[start] >= 0) {
      start++;
    }
    while (end > start && text[end - 1] <= ' ' && text[end - 1] >= 0) {
      end--;
    }
    return Arrays.copyOfRange(text, start, end);
  }

  private static boolean startsWith(byte[] line, byte[] prefix) {
    return line.length >= prefix.length
        && Arrays.equals(prefix, Arrays.copyOf(line, prefix.length));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
