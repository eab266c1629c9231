package io.ipvm.node;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.RunArgs;
import io.ipvm.workflow.Limits;
import java.time.Duration;
import java.util.Optional;

/// How much an invocation of `/wasm/run` or `/workflow/run` may use (rules RUN-1 to RUN-3).
///
/// @param said the limits it names
record RunBounds(RunArgs.Limits said, Optional<Cid> budget) {
  /// The arguments of `/workflow/run`: `{wf, input?, limits?, budget?}`.
  record Document(Cid workflow, Node input, RunBounds bounds) {
    /// @throws io.ipvm.ipld.MalformedException that names the argument
    static Document of(MapNode args) {
      var fields = Fields.of(args, "args of /workflow/run");
      var workflow = fields.requireLink("wf");
      var input = fields.find("input").orElse(Node.NULL);
      var said =
          args.has("limits")
              ? RunArgs.Limits.of(fields.requireFields("limits"))
              : RunArgs.Limits.NONE;
      var budget = fields.findLink("budget");
      fields.end();
      return new Document(workflow, input, new RunBounds(said, budget));
    }
  }

  static RunBounds of(RunArgs args) {
    return new RunBounds(args.limits(), Optional.ofNullable(args.budget()));
  }

  /// The limits of each task; what is not said is as for native documents.
  Limits limits() {
    var usual = Limits.NATIVE;
    return new Limits(
        said.gas() == null ? usual.gas() : said.gas(),
        said.memory() == null ? usual.memory() : said.memory(),
        said.time() == null ? usual.time() : Duration.ofMillis(said.time()));
  }
}
