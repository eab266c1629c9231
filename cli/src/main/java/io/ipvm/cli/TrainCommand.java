package io.ipvm.cli;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Codec;
import io.ipvm.node.Ipvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/// `ipvm train FILE`: several commands in one process, so that the AOT cache made of it knows what
/// each of them needs. For `dist/train.sh` alone.
final class TrainCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("Runs the commands in a file, one a line, whatever becomes of each.")
        .operand("FILE", "without the word ipvm; words are separated by single blanks")
        .option("--blocks", "N", "store so many blocks before: of some thousands there is an index")
        .example("ipvm train commands.txt");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    arguments.count("--blocks").ifPresent(count -> fill(session.dataDirectory().root(), count));
    for (var line : Files.readAllLines(session.console().resolve(arguments.operand(0)))) {
      var words = Arrays.asList(line.split(" ", -1));
      if (!words.getFirst().equals("train")) {
        Cli.run(words, session.console());
      }
    }
    return ExitStatus.OK;
  }

  private static void fill(Path root, int count) {
    try (var node = Ipvm.open(root)) {
      var blocks = node.store().blocks();
      IntStream.range(0, count)
          .forEach(i -> blocks.putAgain(Block.of(Codec.RAW, Bytes.utf8("block " + i))));
      blocks.sync();
    }
  }
}
