package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launchers of all systems start the same JVM. Those of Windows are not run here: what can be
/// told from their text is.
final class LauncherTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern FLAG = Pattern.compile("-(?:XX:[+-]?|X|D|-)[A-Za-z][\\w.-]*");

  @ParameterizedTest
  @ValueSource(strings = {"ipvm", "dist/ipvm.sh", "ipvm.cmd", "dist/ipvm.cmd"})
  void everyLauncherReadsItsFlagsFromOneFile(String launcher) throws IOException {
    var start =
        Files.readString(ROOT.resolve(launcher))
            .lines()
            .filter(line -> line.contains("jvm.args") && line.contains("IPVM_JAVA_OPTS"))
            .toList();

    assertThat(start).hasSize(1);
    assertThat(start.getFirst()).containsPattern("AOTCache.*IPVM_JAVA_OPTS.*-jar");
    assertThat(flags(start.getFirst())).isEqualTo(Set.of("-XX:AOTCache"));
  }

  @Test
  void trainingAddsNothingButTheOutput() throws IOException {
    var script = Files.readString(ROOT.resolve("dist/train.sh"));

    script
        .lines()
        .filter(line -> line.contains("jvm.args"))
        .map(line -> line.substring(0, line.indexOf("-jar")))
        .forEach(line -> assertThat(Set.of("-XX:AOTCacheOutput")).containsAll(flags(line)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipvm.cmd", "dist/ipvm.cmd"})
  void launchersOfWindowsAreWhatItsInterpreterTakes(String launcher) throws IOException {
    var text = Files.readString(ROOT.resolve(launcher));

    assertThat(text).isASCII().startsWith("@echo off\r\n");
    assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r", "\t");
    assertThat(text).contains("setlocal DisableDelayedExpansion", "exit /b %errorlevel%");
    text.lines()
        .forEach(line ->
            assertThat(line.chars().filter(c -> c == '"').count() % 2)
                .as("quotes of: %s", line)
                .isEqualTo(line.contains("\\\"") ? 1 : 0));
    // A path may have blanks: outside of messages it stands in quotes.
    text.lines()
        .filter(line -> !line.contains("echo ") && !line.startsWith("rem "))
        .forEach(line ->
            assertThat(line.replaceAll("\"[^\"]*\"", ""))
                .doesNotContain("%root%", "%app%", "%java%", "%jar%"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipvm.cmd", "dist/ipvm.cmd"})
  void everyLabelOfALauncherOfWindowsIsThere(String launcher) throws IOException {
    var text = Files.readString(ROOT.resolve(launcher));

    assertThat(names(text, "goto (\\w+)")).isEqualTo(names(text, "(?m)^:(\\w+)\\r?$"));
  }

  private static Set<String> names(String text, String pattern) {
    var names = new TreeSet<String>();
    var matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static Set<String> flags(String line) {
    var flags = new TreeSet<String>();
    var matcher = FLAG.matcher(line);
    while (matcher.find()) {
      flags.add(matcher.group());
    }
    return flags;
  }
}
