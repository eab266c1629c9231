package io.ipvm.cli;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.CarWriter;
import io.ipvm.ipld.Cid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;

/// `ipvm dag export CID...`: what the CIDs name and all it links to, as a CAR archive.
final class DagExportCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of(
            "Writes a CAR archive (version 1) of the values and everything they link to, each block"
                + " once, parents first.")
        .operands("CID", "the roots", 1)
        .option("-O,--out", "FILE", "write there; - or nothing is standard output")
        .flag("--partial", "leave out blocks that are not here instead of failing")
        .example("ipvm dag export bafy... -O run.car");
  }

  @Override
  public ExitStatus run(Arguments arguments, Session session) throws IOException {
    var roots = arguments.operands(0).stream().map(Lookup::cid).toList();
    var export = new Export(session.reader().blocks(), roots, arguments.flag("--partial"));
    var out = arguments.option("--out").filter(name -> !name.equals("-"));
    if (out.isEmpty()) {
      if (session.console().terminal().out()) {
        throw Failure.usage(
            "an archive is not for a terminal",
            "its bytes would go there",
            "ipvm dag export " + roots.getFirst() + " -O FILE.car");
      }
      export.writeTo(session.console().out());
    } else {
      var target = session.console().resolve(out.get());
      var part = target.resolveSibling(target.getFileName() + ".part");
      try (var file = Files.newOutputStream(part)) {
        export.writeTo(file);
      } catch (RuntimeException | IOException e) {
        Files.deleteIfExists(part);
        throw e;
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
    session.messages().tell("exported " + Humane.count(export.seen.size(), "block"));
    return ExitStatus.OK;
  }

  /// One walk over a graph that may be deep and may share parts.
  private static final class Export {
    private final BlockSource blocks;
    private final List<Cid> roots;
    private final boolean partial;
    private final HashSet<Cid> seen = new HashSet<>();

    Export(BlockSource blocks, List<Cid> roots, boolean partial) {
      this.blocks = blocks;
      this.roots = roots;
      this.partial = partial;
    }

    @SuppressWarnings("resource") // closing the writer would close the caller's stream
    void writeTo(OutputStream out) throws IOException {
      var car = new CarWriter(out, roots);
      var pending = new ArrayDeque<>(roots);
      while (!pending.isEmpty()) {
        var cid = pending.pop();
        if (seen.contains(cid) || (partial && blocks.find(cid).isEmpty())) {
          continue;
        }
        var bytes = blocks.require(cid);
        seen.add(cid);
        car.write(new Block(cid, bytes));
        BlockValues.links(BlockValues.of(cid, bytes)).reversed().forEach(pending::push);
      }
      out.flush();
    }
  }
}
