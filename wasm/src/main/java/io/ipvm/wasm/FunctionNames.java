package io.ipvm.wasm;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.wasm.component.ExportedFunction;
import io.ipvm.wasm.component.Program;
import io.ipvm.wasm.component.WitPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Finds the function a task names (`homestar.md` section 6): as written, then in upper, kebab,
/// snake, lower camel and Pascal case, then with a `%` in front. A function inside an exported
/// interface is `interface#name`, or its bare name where no other has it.
final class FunctionNames {
  private FunctionNames() {}

  static ExportedFunction require(Program program, String name) {
    for (var spelling : spellings(name)) {
      var direct =
          program.functions().stream().filter(f -> f.qualifiedName().equals(spelling)).findFirst();
      if (direct.isPresent()) {
        return direct.get();
      }
    }
    for (var spelling : spellings(name)) {
      var inside = program.functions().stream().filter(f -> f.name().equals(spelling)).toList();
      if (inside.size() == 1) {
        return inside.getFirst();
      }
    }
    throw new IpvmException(
        ErrorCode.CALLER_ERROR,
        program.functions().isEmpty()
            ? "there is no function `" + name + "`: the " + program.kind() + " exports none"
            : "there is no function `" + name + "`; there are\n" + list(program));
  }

  private static String list(Program program) {
    return program.functions().stream()
        .map(f -> "  " + WitPrinter.print(f))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> spellings(String name) {
    var words = words(name);
    var pascal = words.stream().map(FunctionNames::capital).collect(Collectors.joining());
    return List.of(
        name,
        name.toUpperCase(Locale.ROOT),
        String.join("-", words),
        String.join("_", words),
        pascal.isEmpty()
            ? pascal
            : pascal.substring(0, 1).toLowerCase(Locale.ROOT) + pascal.substring(1),
        pascal,
        "%" + name);
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// Splits at separators, and where a capital follows a small letter or ends a run of capitals.
  private static List<String> words(String name) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean separator = c == '-' || c == '_' || c == ' ' || c == '%';
      if (separator || startsWord(name, i)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      }
      if (!separator) {
        word.append(Character.toLowerCase(c));
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean startsWord(String name, int at) {
    if (at == 0 || !Character.isUpperCase(name.charAt(at))) {
      return false;
    }
    boolean afterSmall = !Character.isUpperCase(name.charAt(at - 1));
    boolean beforeSmall = at + 1 < name.length() && Character.isLowerCase(name.charAt(at + 1));
    return afterSmall || beforeSmall;
  }
}
