package io.ipvm.bench;

import com.sun.management.OperatingSystemMXBean;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.KeyPair;
import io.ipvm.keys.KeyType;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/// What signatures and receipts cost, in CPU time of the whole process.
/// `-Dipvm.signatures=bouncycastle` measures the fallback.
final class KeysBench {
  private static final int ROUNDS = 7;
  private static final int OPERATIONS = 20_000;
  private static final int MESSAGE_SIZE = 400;

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final PrintStream out;

  /// Takes up results, so that no work is left out.
  private long sink;

  private KeysBench(PrintStream out) {
    this.out = out;
  }

  /// Takes no arguments.
  public static void main(String[] arguments) {
    new KeysBench(Drivers.out()).measure();
  }

  private void measure() {
    var random = new Random(1);
    var key = KeyPair.generate(random);
    var raw = new byte[MESSAGE_SIZE];
    random.nextBytes(raw);
    var message = Bytes.owned(raw);
    var signature = key.sign(message);
    var ran = Cid.of(Codec.DAG_CBOR, HashFunction.SHA3_256, message);
    var ok = new Outcome.Ok(Node.of("a result of a few words"));
    var meta = MapNode.builder().put("gas", 123_456L).put("profile", "wasm/1").build();
    var receipt = Receipt.issue(key, ran, ok, meta).bytes();

    out.println(
        "keys and receipts, CPU us per operation, message of "
            + MESSAGE_SIZE
            + " bytes, receipt of "
            + receipt.size());
    var bare = BareEd25519.of(KeyPair.engine(), new byte[32]);
    var signed = bare.sign(raw);
    double sign = report("sign", () -> key.sign(message).size());
    double bareSign = report("sign, " + KeyPair.engine() + " alone", () -> bare.sign(raw).length);
    double verify = report("verify", () -> key.publicKey().verifies(message, signature) ? 1 : 0);
    double bareVerify =
        report("verify, " + KeyPair.engine() + " alone", () -> bare.verifies(raw, signed) ? 1 : 0);
    out.println("  ours / theirs: sign " + ratio(sign, bareSign));
    out.println("  ours / theirs: verify " + ratio(verify, bareVerify));
    for (var type : List.of(KeyType.P_256, KeyType.SECP256K1)) {
      var other = KeyPair.generate(type, random);
      var made = other.sign(message);
      report(type.title() + " sign", () -> other.sign(message).size());
      report(type.title() + " verify", () -> other.publicKey().verifies(message, made) ? 1 : 0);
    }
    report("receipt issue", () -> Receipt.issue(key, ran, ok, meta).bytes().size());
    report("receipt decode, verified", () -> Receipt.decode(receipt).bytes().size());
    report("receipt decode, trusted", () -> Receipt.decodeTrusted(receipt).bytes().size());
    if (sink == 0) {
      throw new IllegalStateException("nothing was done");
    }
  }

  /// The best of some rounds: others on the machine only ever add.
  private double report(String what, IntSupplier operation) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long cpu = process.getProcessCpuTime();
      for (int i = 0; i < OPERATIONS; i++) {
        sink += operation.getAsInt();
      }
      best = Math.min(best, (process.getProcessCpuTime() - cpu) / 1e3 / OPERATIONS);
    }
    out.println("  " + what + " " + Drivers.rounded(best));
    return best;
  }

  private static double ratio(double ours, double theirs) {
    return Math.round(ours / theirs * 100) / 100.0;
  }
}
