package io.ipvm.wasm;

import io.ipvm.ipld.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines a guest logs, prints or writes, in the node's log. There is a limit for each call: a
/// guest must not be able to fill a disk. Used by the thread of the call.
final class GuestLog {
  /// Characters and bytes of one call.
  static final int LIMIT = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger("io.ipvm.wasm.guest");

  private final String subject;
  private final Logger log;
  private final Map<String, ByteArrayOutputStream> unfinished = new HashMap<>();
  private int used;

  /// In the order of `wasi:logging`.
  enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    CRITICAL
  }

  /// @param subject who speaks: the instruction
  GuestLog(String subject) {
    this(subject, LOG);
  }

  GuestLog(String subject, Logger log) {
    this.subject = subject;
    this.log = log;
  }

  void line(Level level, String category, String message) {
    if (!admit(category.length() + message.length())) {
      return;
    }
    var text = subject + " " + printable(category) + ": " + printable(message);
    switch (level) {
      case TRACE -> log.trace(text);
      case DEBUG -> log.debug(text);
      case INFO -> log.info(text);
      case WARN -> log.warn(text);
      case ERROR, CRITICAL -> log.error(text);
    }
  }

  /// Bytes of a stream, which become lines.
  void write(String stream, Bytes bytes) {
    var line = unfinished.computeIfAbsent(stream, _ -> new ByteArrayOutputStream());
    for (int i = 0; i < bytes.size() && used + line.size() <= LIMIT; i++) {
      if (bytes.at(i) == '\n') {
        finish(stream, line);
      } else {
        line.write(bytes.at(i));
      }
    }
  }

  /// Tells what has no line end.
  void end() {
    unfinished.forEach((stream, line) -> {
      if (line.size() > 0) {
        finish(stream, line);
      }
    });
  }

  private void finish(String stream, ByteArrayOutputStream line) {
    var text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    line(Level.INFO, stream, text);
  }

  private boolean admit(int size) {
    if (used > LIMIT) {
      return false;
    }
    used += size + 1;
    if (used > LIMIT) {
      log.warn("{} has logged more than {} characters: the rest is left out", subject, LIMIT);
    }
    return used <= LIMIT;
  }

  /// Nothing that steers a terminal or looks like another line.
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
