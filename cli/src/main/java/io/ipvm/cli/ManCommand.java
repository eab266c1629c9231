package io.ipvm.cli;

import java.io.IOException;
import java.nio.file.Files;

/// `ipvm man [COMMAND...]`: manual pages, made of what `--help` says. A distribution brings them
/// along, see `dist/Assemble.java`.
final class ManCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Prints the manual page of ipvm or of one command, or writes all of them.")
        .operands("COMMAND", "the words of a command", 0)
        .option("-O,--out", "DIR", "write every page into that folder")
        .example("ipvm man runs ls | man -l -")
        .example("ipvm man --out /usr/local/share/man/man1");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var folder = arguments.option("--out");
    if (folder.isPresent()) {
      var to = Files.createDirectories(session.console().resolve(folder.get()));
      Files.writeString(to.resolve("ipvm.1"), ManPage.overview());
      for (var entry : Commands.all()) {
        Files.writeString(to.resolve(ManPage.name(entry) + ".1"), ManPage.of(entry));
      }
      return ExitStatus.OK;
    }
    var name = String.join(" ", arguments.operands(0));
    var page =
        name.isEmpty()
            ? ManPage.overview()
            : ManPage.of(
                Commands.find(name)
                    .orElseThrow(() ->
                        new Failure(
                            ExitStatus.NOT_FOUND,
                            "there is no manual page of " + Text.visible(name),
                            "there is one for each command",
                            "ipvm --help")));
    session.printer().text(page.stripTrailing());
    return ExitStatus.OK;
  }
}
