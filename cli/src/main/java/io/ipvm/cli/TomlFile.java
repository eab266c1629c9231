package io.ipvm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.toml.TomlMapper;

/// A settings file, flattened: `[a] b = 1` is `a.b` = `1`. Loaded only where such a file exists,
/// because the parser costs start-up time.
final class TomlFile {
  private static final long LIMIT = 1024 * 1024;

  private TomlFile() {}

  static Map<String, String> read(Path file) {
    var texts = new LinkedHashMap<String, String>();
    values(file).forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  /// The same with each value as the parser has it: text, number, boolean or list.
  static Map<String, Object> values(Path file) {
    try {
      long size = Files.size(file);
      if (size > LIMIT) {
        throw Failure.usage(
            "cannot read the settings in " + file,
            "it has " + size + " bytes, limit " + LIMIT,
            "ipvm config list --origin");
      }
      var values = new LinkedHashMap<String, Object>();
      flatten("", new TomlMapper().readValue(file.toFile(), Map.class), values);
      return values;
    } catch (JacksonException e) {
      throw Failure.usage(
          "cannot read the settings in " + file,
          "it is no TOML: " + e.getOriginalMessage(),
          "correct it, or move it away");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flatten(String prefix, Map<?, ?> table, Map<String, Object> into) {
    table.forEach((key, value) -> {
      var name = prefix + key;
      if (value instanceof Map<?, ?> inner) {
        flatten(name + ".", inner, into);
      } else {
        into.put(name, value);
      }
    });
  }
}
