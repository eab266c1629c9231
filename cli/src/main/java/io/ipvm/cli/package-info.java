/// The command line: start reading at [Main].
package io.ipvm.cli;
