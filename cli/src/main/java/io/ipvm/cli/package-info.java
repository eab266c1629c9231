/// The command line: start reading at `Cli`, then `RunCommand`.
package io.ipvm.cli;
