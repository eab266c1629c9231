package io.ipvm.cli;

import io.ipvm.ipld.CarReader;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.MalformedException;
import java.io.IOException;
import java.io.InputStream;

/// `ipvm dag import FILE|-`: the blocks of a CAR archive, each checked against its CID.
final class DagImportCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Stores the blocks of a CAR archive (version 1), each checked against its CID.")
        .operand("FILE", "the archive; - reads standard input")
        .example("ipvm dag import run.car");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var blocks = session.node().store().blocks();
    try (var in = open(arguments.operand(0), session.console());
        var car = reader(in, arguments.operand(0))) {
      long count = car.copyTo(blocks::putAgain);
      blocks.sync();
      session
          .printer()
          .fields(
              Answer.fields()
                  .put("roots", Answer.texts(car.roots().stream().map(Cid::toString).toList()))
                  .put("blocks", count)
                  .build(),
              String.join("\n", car.roots().stream().map(Cid::toString).toList()));
    }
    return ExitStatus.OK;
  }

  /// What does not even begin as an archive is another file than was meant.
  private static CarReader reader(InputStream in, String operand) throws IOException {
    try {
      return new CarReader(in);
    } catch (MalformedException e) {
      throw Failure.usage(
          Text.visible(operand) + " is no CAR archive",
          String.valueOf(e.getMessage()),
          "ipvm dag export CID -O FILE writes one");
    }
  }

  private static InputStream open(String operand, Console console) throws IOException {
    return operand.equals("-") ? console.in() : console.open(operand);
  }
}
