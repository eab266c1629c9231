package io.ipvm.keys;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A secret that people remember, in memory for as short as can be. Its text never shows it.
public final class Passphrase implements AutoCloseable {
  /// Longest passphrase, in characters.
  public static final int MAX_SIZE = 1024;

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
