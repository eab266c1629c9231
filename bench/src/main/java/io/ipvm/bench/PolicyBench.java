package io.ipvm.bench;

import com.sun.management.OperatingSystemMXBean;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.ucan.Policy;
import io.ipvm.ucan.PolicyMatch;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntSupplier;

/// What policies cost, in CPU time of the whole process: to match, to read from a token, to read
/// from text.
final class PolicyBench {
  private static final int ROUNDS = 7;
  private static final int OPERATIONS = 500_000;

  private static final Cid MODULE =
      Cid.of(Codec.RAW, HashFunction.SHA2_256, Bytes.utf8("a module"));

  private static final String TWO = "limits.gas <= 1e9 and mod == " + MODULE;

  private static final String TEN =
      "limits.gas <= 1e9 and limits.memory <= 256MiB and limits.time <= 30s and mod == "
          + MODULE
          + " and fun == \"resize\" and params[0] like \"https://*.example.com/*\""
          + " and (params[1] >= 1 or params[1] == null) and not params[2] == \"raw\""
          + " and all tags (. != \"internal\") and any tags (. like \"p*\")";

  private static final MapNode ARGS =
      MapNode.builder()
          .put("mod", MODULE)
          .put("fun", "resize")
          .put(
              "params",
              Node.list(
                  Node.of("https://images.example.com/cat.png"), Node.of(640), Node.of("png")))
          .put("tags", Node.list(Node.of("photo"), Node.of("public")))
          .put(
              "limits",
              MapNode.builder()
                  .put("gas", 500_000_000)
                  .put("memory", 128L << 20)
                  .put("time", 10_000)
                  .build())
          .build();

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final PrintStream out;

  /// Takes up results, so that no work is left out.
  private long sink;

  private PolicyBench(PrintStream out) {
    this.out = out;
  }

  /// Takes no arguments.
  public static void main(String[] arguments) {
    new PolicyBench(Drivers.out()).measure();
  }

  private void measure() {
    out.println("policies, CPU ns per operation");
    for (var text : List.of(TWO, TEN)) {
      var policy = Policy.parse(text);
      var nodes = policy.toNodes();
      var wanting = ARGS.with("mod", Node.NULL);
      out.println(" of " + nodes.size() + " statements");
      report("match", () -> matches(policy, ARGS));
      report("match, refused by `mod`", () -> 1 + matches(policy, wanting));
      report("read from a token", () -> Policy.of(nodes).hashCode() | 1);
      report("read from text", () -> Policy.parse(text).hashCode() | 1);
    }
    if (sink == 0) {
      throw new IllegalStateException("nothing was done");
    }
  }

  private static int matches(Policy policy, MapNode args) {
    return policy.match(args) instanceof PolicyMatch.Satisfied ? 1 : 0;
  }

  /// The best of some rounds: others on the machine only ever add.
  private void report(String what, IntSupplier operation) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long cpu = process.getProcessCpuTime();
      for (int i = 0; i < OPERATIONS; i++) {
        sink += operation.getAsInt();
      }
      best = Math.min(best, (double) (process.getProcessCpuTime() - cpu) / OPERATIONS);
    }
    out.println("  " + what + " " + Drivers.rounded(best));
  }
}
