package io.ipvm.cli;

import java.util.Optional;

/// `ipvm version`.
final class VersionCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Prints the version of ipvm and of what it runs on.")
        .example("ipvm version -o id");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    session
        .printer()
        .fields(
            Answer.fields()
                .put("ipvm", version())
                .put("java", Runtime.version().toString())
                .put("vm", property("java.vm.name"))
                .put("system", system())
                .build(),
            version());
    return ExitStatus.OK;
  }

  /// Of the jar this class came in; a build folder has none.
  static String version() {
    return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /// The operating system and the processor.
  static String system() {
    return property("os.name") + " " + property("os.arch");
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
