package io.ipvm.cli;

import java.io.IOException;

/// One thing a person can type. Commands hold no state: everything comes with the call.
interface Command {
  Syntax syntax();

  /// Does it.
  ///
  /// @throws Failure and any other exception for what [Explanations] then explains
  ExitStatus run(Arguments arguments, Session session) throws IOException, InterruptedException;
}
