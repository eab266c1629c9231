package io.ipvm.cli;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.CarWriter;
import io.ipvm.ipld.Cid;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// `ipvm dag export CID...`: what the CIDs name and all it leads to, as a CAR archive.
final class DagExportCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Writes a CAR archive (version 1) of the values and everything they link to, each block"
                + " once, parents first. With a receipt goes what is needed to verify it by replay.")
        .operands("CID", "the roots", 1)
        .option("-O,--out", "FILE", "write there; - or nothing is standard output")
        .flag("--partial", "leave out blocks that are not here instead of failing")
        .example("ipvm dag export bafy... -O run.car");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var node = session.reader();
    var roots = arguments.operands(0).stream().map(text -> Lookup.cid(node, text)).toList();
    var out = arguments.option("--out").filter(name -> !name.equals("-"));
    export(roots, arguments.flag("--partial"), out, session);
    return ExitStatus.OK;
  }

  /// Writes the archive to the file, which is there whole or not at all, or to standard output.
  static void export(List<Cid> roots, boolean partial, Optional<String> out, Session session)
      throws IOException {
    var blocks = session.reader().walk(roots, partial);
    long count;
    if (out.isEmpty()) {
      if (session.console().terminal().out()) {
        throw Failure.usage(
            "an archive is not for a terminal",
            "its bytes would go there",
            "ipvm dag export " + roots.getFirst() + " -O FILE.car");
      }
      count = write(session.console().out(), roots, blocks);
    } else {
      var written = new AtomicLong();
      WholeFile.write(
          session.console().resolve(out.get()), file -> written.set(write(file, roots, blocks)));
      count = written.get();
    }
    session.messages().tell("exported " + Humane.count(count, "block"));
  }

  /// Returns how many blocks were written.
  @SuppressWarnings("resource") // closing the writer would close the caller's stream
  private static long write(OutputStream out, List<Cid> roots, Iterator<Block> blocks)
      throws IOException {
    var car = new CarWriter(out, roots);
    long count = 0;
    while (blocks.hasNext()) {
      car.write(blocks.next());
      count++;
    }
    out.flush();
    return count;
  }
}
