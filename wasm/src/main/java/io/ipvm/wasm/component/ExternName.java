package io.ipvm.wasm.component;

import io.ipvm.ipld.MalformedException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The names of imports and exports (`Explainer.md`, "Import and Export Definitions").
final class ExternName {
  private static final String LABEL = "([a-z][0-9a-z]*|[A-Z][0-9A-Z]*)(-([0-9a-z]+|[0-9A-Z]+))*";
  private static final Pattern IS_LABEL = Pattern.compile(LABEL);
  private static final Pattern PLAIN =
      Pattern.compile(
          LABEL + "|\\[constructor\\]" + LABEL + "|\\[(method|static)\\]" + LABEL + "\\." + LABEL);
  // Package, interface and version; the stricter parts of a semantic version do not matter to us.
  private static final Pattern INTERFACE =
      Pattern.compile("(" + LABEL + ":)+" + LABEL + "(/" + LABEL + ")+(@[0-9A-Za-z.+-]+)?");
  private static final Pattern OTHER =
      Pattern.compile("(unlocked-dep|locked-dep|url|integrity|relative-url)=<[^<>]*>.*");

  private static final String METHOD = "[method]";

  private ExternName() {}

  static boolean isLabel(String label) {
    return IS_LABEL.matcher(label).matches();
  }

  /// Checks `name` and that nothing in `taken` differs from it by case only; then takes it.
  static void claim(String name, Set<String> taken, String what) {
    if (!PLAIN.matcher(name).matches()
        && !INTERFACE.matcher(name).matches()
        && !OTHER.matcher(name).matches()) {
      throw new MalformedException(
          "component: " + what + " name `" + name + "` is not a valid extern name");
    }
    if (!taken.add(key(name.toLowerCase(Locale.ROOT)))) {
      throw new MalformedException(
          "component: " + what + " name `" + name + "` conflicts with a previous name");
    }
  }

  /// Equal for names that may not stand side by side: `[method]a.b` and `[static]a.b`, and either
  /// of them with `a` in both places and `a` itself.
  private static String key(String name) {
    var member = name.replace("[static]", "[method]");
    if (member.startsWith(METHOD)) {
      var labels = member.substring(METHOD.length()).split("\\.", -1);
      if (labels[0].equals(labels[1])) {
        return labels[0];
      }
    }
    return member;
  }
}
