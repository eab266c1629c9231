package io.ipvm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Standard output. A reader that has gone away throws [ReaderGone], which ends the command
/// quietly; anything else that keeps data from arriving, such as a full disk, is a failure like
/// others.
final class DataStream extends OutputStream {
  private final OutputStream out;
  private final boolean pipe;

  /// @param pipe whether somebody reads at the other end, who may leave
  DataStream(OutputStream out, boolean pipe) {
    this.out = out;
    this.pipe = pipe;
  }

  /// One line.
  void println(String line) {
    write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(int oneByte) {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void close() {
    flush();
  }

  /// The message of a broken pipe is in the user's language, so what is known of the stream counts
  /// as well.
  private RuntimeException explained(IOException e) {
    var message = String.valueOf(e.getMessage());
    if (pipe || message.contains("Broken pipe")) {
      return new ReaderGone(e);
    }
    return new Failure(
        ExitStatus.STORE_UNWRITABLE,
        "cannot write to standard output",
        message,
        message.contains("Bad file descriptor")
            ? "it is closed; > /dev/null throws away what is printed"
            : "make room, or send it elsewhere");
  }
}
