package io.ipvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipvm.cli.Syntax.Takes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/cli.md` tells of the commands there are, and of no others.
final class CommandPageTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");

  @Test
  void listsEveryCommandWithItsOptions() throws IOException {
    var table = new ArrayList<>(List.of("| command | | options |", "|---|---|---|"));
    for (var entry : Commands.all()) {
      var syntax = entry.make().get().syntax();
      var operands = syntax.operands().isEmpty() ? "" : " " + Help.operands(syntax);
      table.add(
          "| `"
              + cell(entry.name() + operands)
              + "` | "
              + cell(entry.summary())
              + " | "
              + syntax.options().stream()
                  .map(CommandPageTest::option)
                  .collect(Collectors.joining(", "))
              + " |");
    }

    Golden.checkPart(PAGE, "commands", String.join("\n", table));
  }

  @Test
  void listsEveryExitCode() throws IOException {
    var page = Files.readString(PAGE);

    for (var status : ExitStatus.values()) {
      assertThat(page).contains("| " + status.number() + " | `" + status.code() + "` |");
    }
  }

  @Test
  void listsEverySetting() throws IOException {
    var page = Files.readString(PAGE);

    for (var setting : Setting.values()) {
      assertThat(page).contains("| `" + setting.key() + "` |", "`" + setting.variable() + "`");
    }
  }

  @Test
  void everyCommandItMentionsExists() throws IOException {
    var page = Files.readString(PAGE);

    var mentioned = Pattern.compile("`ipvm ([a-z]+)(?: ([a-z]+))?[^`]*`").matcher(page);
    while (mentioned.find()) {
      var words = Arrays.asList(mentioned.group(1), mentioned.group(2));
      assertThat(Commands.find(words.getFirst()).or(() -> Commands.find(String.join(" ", words))))
          .as(mentioned.group())
          .isPresent();
    }
  }

  private static String option(Syntax.Option option) {
    var value = option.value();
    var shown =
        option.longName()
            + switch (option.takes()) {
              case NOTHING -> "";
              case ONE, MANY -> " " + value;
              case OPTIONAL -> "[=" + value + "]";
            };
    return "`" + cell(shown) + "`" + (option.takes() == Takes.MANY ? " (repeatable)" : "");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
