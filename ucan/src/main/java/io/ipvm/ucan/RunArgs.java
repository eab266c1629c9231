package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The arguments of `/wasm/run`: `{mod, fun, params, limits?, budget?}` (rule RUN-1).
///
/// Limits and budget are arguments because that is all a policy sees: a delegation that bounds them
/// is used by naming them. They are part of the Task ID, and say nothing of the result.
///
/// @param mod the module: a link, or the URL of one as text
/// @param fun the function, by its name
/// @param params its parameters, in order
/// @param limits what one run may use up
/// @param budget the document that uses are counted against, see [Budget]
public record RunArgs(
    Node mod, String fun, List<Node> params, Limits limits, @Nullable Cid budget) {
  /// The command these are arguments of.
  public static final Command COMMAND = Command.parse("/wasm/run");

  private static final String WHAT = "args of /wasm/run";

  public RunArgs {
    if (!(mod instanceof Node.LinkNode) && !(mod instanceof Node.StringNode)) {
      throw new MalformedException(
          WHAT + ": \"mod\" is of kind " + Node.kind(mod) + ", not link or string");
    }
    requireNonNull(fun);
    params = List.copyOf(params);
    requireNonNull(limits);
  }

  /// What one run may use up; null: as much as the executor allows.
  ///
  /// @param gas in units of gas
  /// @param memory in bytes
  /// @param time in milliseconds
  public record Limits(@Nullable Long gas, @Nullable Long memory, @Nullable Long time) {
    public static final Limits NONE = new Limits(null, null, null);

    public Limits {
      requirePositive("gas", gas);
      requirePositive("memory", memory);
      requirePositive("time", time);
    }

    private static void requirePositive(String key, @Nullable Long value) {
      if (value != null && (value < 1 || value > TokenFields.MAX_INTEGER)) {
        throw new MalformedException(
            WHAT + ": limits." + key + " is " + value + ", has to be 1 to 2^53-1");
      }
    }

    /// Reads `{gas?, memory?, time?}`.
    ///
    /// @throws MalformedException that names the limit
    public static Limits of(Fields fields) {
      var limits =
          new Limits(
              fields.findLong("gas").orElse(null),
              fields.findLong("memory").orElse(null),
              fields.findLong("time").orElse(null));
      fields.end();
      return limits;
    }

    MapNode toNode() {
      var node = MapNode.builder();
      putLong(node, "gas", gas);
      putLong(node, "memory", memory);
      putLong(node, "time", time);
      return node.build();
    }

    private static void putLong(MapNode.Builder node, String key, @Nullable Long value) {
      if (value != null) {
        node.put(key, value);
      }
    }
  }

  /// A function of the module `mod`, under the limits of the executor.
  public static RunArgs of(Cid mod, String fun, List<Node> params) {
    return new RunArgs(Node.of(mod), fun, params, Limits.NONE, null);
  }

  public RunArgs limits(Limits chosen) {
    return new RunArgs(mod, fun, params, chosen, budget);
  }

  public RunArgs budget(Cid document) {
    return new RunArgs(mod, fun, params, limits, document);
  }

  /// Reads arguments whose promises were resolved, those in parameters aside.
  ///
  /// @throws MalformedException that names the argument
  public static RunArgs of(MapNode args) {
    var fields = Fields.of(args, WHAT);
    var limits = args.has("limits") ? Limits.of(fields.requireFields("limits")) : Limits.NONE;
    var read =
        new RunArgs(
            fields.require("mod"),
            fields.requireString("fun"),
            fields.requireList("params"),
            limits,
            fields.findLink("budget").orElse(null));
    fields.end();
    return read;
  }

  /// The form that invocations carry; limits that bound nothing are left out.
  public MapNode toNode() {
    var node = MapNode.builder().put("mod", mod).put("fun", fun).put("params", Node.list(params));
    var bounds = limits.toNode();
    if (!bounds.isEmpty()) {
      node.put("limits", bounds);
    }
    if (budget != null) {
      node.put("budget", budget);
    }
    return node.build();
  }

  /// The module by its CID: a link, or the URL `ipfs://<CID>`; empty for any other URL.
  public Optional<Cid> module() {
    return switch (mod) {
      case Node.LinkNode(var cid) -> Optional.of(cid);
      case Node.StringNode(var url) when url.startsWith("ipfs://") ->
          Optional.of(Cid.parse(url.substring("ipfs://".length())));
      default -> Optional.empty();
    };
  }
}
