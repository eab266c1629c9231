package io.ipvm.node;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Limits;
import java.time.Duration;
import java.util.Optional;

/// What `/wasm/run` and `/workflow/run` have in common: how much may be used (rules RUN-1 to
/// RUN-3).
///
/// @param limits for each task; what is not said is as for native documents
/// @param said the limits that are said, by their names
record RunArguments(Limits limits, MapNode said, Optional<Cid> budget) {
  /// A function to call.
  ///
  /// @param params the arguments, or one argument that is no list
  record Function(Cid module, String name, Node params, RunArguments rest) {}

  /// A document to run.
  record Document(Cid workflow, Node input, RunArguments rest) {}

  /// Reads the arguments of `/wasm/run`: `{mod, fun, params, limits?, budget?}`.
  ///
  /// @throws MalformedException that names the field
  static Function function(MapNode args) {
    var fields = Fields.of(args, "the arguments of /wasm/run");
    var module = module(fields.require("mod"));
    var name = fields.requireString("fun");
    var params = fields.find("params").orElse(Node.list());
    var rest = rest(fields);
    fields.end();
    return new Function(module, name, params, rest);
  }

  /// Reads the arguments of `/workflow/run`: `{wf, input?, limits?, budget?}`.
  ///
  /// @throws MalformedException that names the field
  static Document document(MapNode args) {
    var fields = Fields.of(args, "the arguments of /workflow/run");
    var workflow = fields.requireLink("wf");
    var input = fields.find("input").orElse(Node.NULL);
    var rest = rest(fields);
    fields.end();
    return new Document(workflow, input, rest);
  }

  private static RunArguments rest(Fields fields) {
    var budget = fields.findLink("budget");
    var said = fields.findMap("limits").orElse(MapNode.EMPTY);
    var limits = Fields.of(said, "limits");
    var usual = Limits.NATIVE;
    var chosen =
        new Limits(
            amount(limits, "gas", usual.gas()),
            amount(limits, "memory", usual.memory()),
            Duration.ofMillis(amount(limits, "time", usual.time().toMillis())));
    limits.end();
    return new RunArguments(chosen, said, budget);
  }

  private static long amount(Fields limits, String key, long usual) {
    long amount = limits.findLong(key).orElse(usual);
    if (amount < 1) {
      throw new MalformedException("limits: " + key + " is " + amount + ", below 1");
    }
    return amount;
  }

  private static Cid module(Node node) {
    return switch (node) {
      case Node.LinkNode(var cid) -> cid;
      case Node.StringNode(var url) when url.startsWith("ipfs://") ->
          Cid.parse(url.substring("ipfs://".length()));
      default ->
          throw new MalformedException(
              "the arguments of /wasm/run: mod has to be a link or an ipfs:// URL");
    };
  }
}
