package io.ipvm.cli;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ucan.Command;

/// A command of UCAN as it was typed.
final class CommandText {
  private CommandText() {}

  static Command parse(String text) {
    try {
      return Command.parse(text);
    } catch (MalformedException e) {
      throw Failure.usage(
          Text.visible(text) + " is no command of UCAN",
          String.valueOf(e.getMessage()),
          "--cmd /wasm/run");
    }
  }
}
