package io.ipvm.wasm;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.wasm.component.ExportedFunction;
import io.ipvm.wasm.component.Program;
import io.ipvm.wasm.component.WitPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds the function a task names (`homestar.md` section 6): as written, then in upper, kebab,
/// snake, lower camel and Pascal case, then with a `%` in front. A function inside an exported
/// interface is `interface#name`, or its bare name where no other has it.
final class FunctionNames {
  private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]+");

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

  /// Words as Homestar's library for spellings (`heck`) sees them: split at everything that is
  /// neither letter nor digit, before a capital that follows a small letter, and before the last
  /// capital of a run that a small letter follows. A digit goes on with what stands before it, so
  /// `F32S` is one word and `v2To` are two.
  private static List<String> words(String name) {
    var words = new ArrayList<String>();
    for (var part : NO_LETTER_OR_DIGIT.split(name, -1)) {
      int start = 0;
      var last = Case.NONE;
      for (int i = 0; i + 1 < part.length(); i++) {
        char c = part.charAt(i);
        char next = part.charAt(i + 1);
        var current =
            Character.isLowerCase(c) ? Case.SMALL : Character.isUpperCase(c) ? Case.CAPITAL : last;
        if (current == Case.SMALL && Character.isUpperCase(next)) {
          words.add(part.substring(start, i + 1).toLowerCase(Locale.ROOT));
          start = i + 1;
          last = Case.NONE;
        } else if (last == Case.CAPITAL
            && Character.isUpperCase(c)
            && Character.isLowerCase(next)) {
          words.add(part.substring(start, i).toLowerCase(Locale.ROOT));
          start = i;
          last = Case.NONE;
        } else {
          last = current;
        }
      }
      if (start < part.length()) {
        words.add(part.substring(start).toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  private enum Case {
    NONE,
    SMALL,
    CAPITAL
  }
}
