package io.ipvm.cli;

import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `ipvm fn add NAME FILE`: a module under a name.
final class FnAddCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Stores a module and registers it under a name, for `use` and for fn call.")
        .operand("NAME", "letters, digits, '-', '_' and '.'")
        .operand("FILE", "a Wasm component, or a core module with a component-type section")
        .example("ipvm fn add photo examples/photo/photo.wasm");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) {
    var name = arguments.operand(0);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw Failure.usage(
          Text.visible(name) + " cannot be the name of a module",
          "a name has 1 to 64 letters, digits, '-', '_' and '.', the first a letter or a digit",
          Help.usageLine("fn add", syntax()));
    }
    var file = session.console().resolve(arguments.operand(1));
    requireFile(file, arguments.operand(1));
    var node = session.node();
    var cid = node.addModule(name, file);
    session
        .printer()
        .fields(
            Answer.fields()
                .put("name", name)
                .put("module", cid)
                .put(
                    "functions",
                    Answer.texts(
                        node.describe(cid).functions().stream().map(f -> f.name()).toList()))
                .build(),
            cid.toString());
    return ExitStatus.OK;
  }

  private static void requireFile(Path file, String typed) {
    if (Files.isDirectory(file)) {
      throw Failure.usage(
          Text.visible(typed) + " is a directory", "a module is one file", "ls " + typed);
    }
    if (!Files.exists(file)) {
      throw new IpvmException(ErrorCode.NOT_FOUND, "there is no file " + file);
    }
  }
}
