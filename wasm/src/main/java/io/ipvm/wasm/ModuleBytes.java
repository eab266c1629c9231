package io.ipvm.wasm;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.wasm.component.Component;
import io.ipvm.wasm.component.ModuleWorld;
import io.ipvm.wasm.component.Program;
import io.ipvm.wasm.core.CodeCache;
import io.ipvm.wasm.core.CoreRuntime;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Tells what a resource is by its first bytes, and reads it if it is WebAssembly.
final class ModuleBytes {
  private static final Bytes CORE = Bytes.fromHex("0061736d01000000");
  private static final Bytes MAGIC = CORE.slice(0, 4);

  private static final Map<Bytes, String> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put(Bytes.fromHex("89504e470d0a1a0a"), "a PNG picture");
    KNOWN.put(Bytes.fromHex("ffd8ff"), "a JPEG picture");
    KNOWN.put(Bytes.fromHex("7f454c46"), "a native ELF program");
    KNOWN.put(Bytes.fromHex("4d5a"), "a Windows program");
    KNOWN.put(Bytes.fromHex("cafebabe"), "a Java class");
    KNOWN.put(Bytes.fromHex("504b0304"), "a ZIP archive");
    KNOWN.put(Bytes.fromHex("1f8b"), "gzip data");
    KNOWN.put(Bytes.utf8("%PDF"), "a PDF document");
    KNOWN.put(Bytes.utf8("#!"), "a script");
  }

  private ModuleBytes() {}

  /// Reads a component, or a core module that says what it is.
  ///
  /// @throws MalformedException naming what `bytes` look like if they are neither
  static Program read(Bytes bytes, CoreRuntime runtime, IntFunction<CodeCache> caches) {
    if (Component.isComponent(bytes)) {
      return Component.read(bytes, runtime, caches);
    }
    if (startsWith(bytes, CORE)) {
      return ModuleWorld.read(bytes, runtime, caches.apply(0));
    }
    throw new MalformedException("not a WebAssembly module but " + describe(bytes));
  }

  private static boolean startsWith(Bytes bytes, Bytes prefix) {
    return bytes.size() >= prefix.size() && bytes.slice(0, prefix.size()).equals(prefix);
  }

  private static String describe(Bytes bytes) {
    if (bytes.isEmpty()) {
      return "empty";
    }
    if (startsWith(bytes, MAGIC)) {
      return bytes.size() < CORE.size()
          ? "only its first " + bytes.size() + " bytes"
          : "of a version nobody here knows: " + bytes.slice(4, 8).hex();
    }
    for (var known : KNOWN.entrySet()) {
      if (startsWith(bytes, known.getKey())) {
        return known.getValue();
      }
    }
    return describeText(bytes);
  }

  private static String describeText(Bytes bytes) {
    try {
      var text =
          StandardCharsets.UTF_8.newDecoder().decode(bytes.asBuffer()).toString().stripLeading();
      if (text.startsWith("(component") || text.startsWith("(module") || text.startsWith(";;")) {
        return "its text form (WAT): compile it first, for example with wasm-tools parse";
      }
      if (text.chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c))) {
        var start = text.lines().findFirst().orElse("");
        return "text that starts with \"" + start.substring(0, Math.min(40, start.length())) + "\"";
      }
    } catch (CharacterCodingException e) {
      // Then it is no text.
    }
    return "bytes that start with " + bytes.slice(0, Math.min(8, bytes.size())).hex();
  }
}
