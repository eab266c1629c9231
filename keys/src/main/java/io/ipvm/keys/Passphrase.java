package io.ipvm.keys;

import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// A secret that people remember, in memory for as short as can be. Its text never shows it.
public final class Passphrase implements AutoCloseable {
  /// Longest passphrase, in characters.
  public static final int MAX_SIZE = 1024;

  private static final int MAX_FILE = 4 * MAX_SIZE + 2;

  private final char[] characters;

  private Passphrase(char[] characters) {
    this.characters = characters;
  }

  /// Takes the array over, which [#close] wipes.
  ///
  /// @throws IllegalArgumentException if it is empty or longer than [#MAX_SIZE]
  public static Passphrase owned(char[] characters) {
    if (characters.length == 0 || characters.length > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a passphrase has " + characters.length + " characters, has to have 1 to " + MAX_SIZE);
    }
    return new Passphrase(characters);
  }

  /// The first line of a file that its owner alone can read.
  ///
  /// @throws IpvmException `NOT_FOUND`, `NOT_AUTHORISED` when others can read the file or we
  ///   cannot, `CALLER_ERROR` when its first line is empty or too long
  public static Passphrase ofFile(Path file) {
    var content = SecretFile.read(file, "passphrase file", MAX_FILE);
    int end = 0;
    while (end < content.length && content[end] != '\n' && content[end] != '\r') {
      end++;
    }
    var decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content, 0, end));
    Arrays.fill(content, (byte) 0);
    if (decoded.isEmpty() || decoded.remaining() > MAX_SIZE) {
      throw new MalformedException(
          "passphrase file "
              + file
              + " has "
              + decoded.remaining()
              + " characters in its first line, has to have 1 to "
              + MAX_SIZE);
    }
    var characters = new char[decoded.remaining()];
    decoded.get(characters);
    return new Passphrase(characters);
  }

  /// The array itself.
  char[] characters() {
    return characters;
  }

  /// A copy, which whoever takes it wipes.
  byte[] utf8() {
    var buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    // What the buffer held goes, too.
    buffer.clear();
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0);
    }
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "passphrase";
  }
}
