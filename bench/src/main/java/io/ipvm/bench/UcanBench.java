package io.ipvm.bench;

import com.sun.management.OperatingSystemMXBean;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.KeyPair;
import io.ipvm.ucan.Command;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerReader;
import io.ipvm.ucan.ContainerWriter;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.DelegationIndex;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.Policy;
import io.ipvm.ucan.ProofFinder;
import io.ipvm.ucan.RevocationChecker;
import io.ipvm.ucan.Ucan;
import io.ipvm.ucan.Validator;
import io.ipvm.ucan.Verdict;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;

/// What authority costs, in CPU time of the whole process: a chain of three delegations with two
/// statements each and an invocation, Ed25519; a store of 100,000 delegations.
final class UcanBench {
  private static final int ROUNDS = 7;
  private static final int COLD = 5_000;
  private static final int WARM = 200_000;
  private static final int STORED = 100_000;
  private static final int REVOKED = 10_000;

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Random random = new Random(1);
  private final List<KeyPair> people = List.of(person(), person(), person(), person());
  private final MapNode args = MapNode.builder().put("fun", "add_one").put("gas", 1_000L).build();
  private final List<Delegation> chain = List.of(link(0), link(1), link(2));
  private final PrintStream out;

  /// Takes up results, so that no work is left out.
  private long sink;

  private UcanBench(PrintStream out) {
    this.out = out;
  }

  /// Takes no arguments.
  public static void main(String[] arguments) {
    new UcanBench(Drivers.out()).measure();
  }

  private KeyPair person() {
    return KeyPair.generate(random);
  }

  private Delegation link(int index) {
    return link(index, Policy.parse("gas <= 1e6 and fun == \"add_one\""));
  }

  private Delegation link(int index, Policy policy) {
    return Ucan.delegate(people.get(index))
        .to(people.get(index + 1).did())
        .on(people.getFirst().did())
        .command("/wasm")
        .policy(policy)
        .never()
        .random(random)
        .sign();
  }

  private Invocation invocation(int number) {
    var nonce = Bytes.owned(ByteBuffer.allocate(8).putInt(number).array());
    return Ucan.invoke(people.get(3))
        .on(people.getFirst().did())
        .command("/wasm/run")
        .args(args.with("number", Node.of((long) number)))
        .chain(chain)
        .never()
        .nonce(nonce)
        .sign();
  }

  private void measure() {
    out.println("UCAN, CPU us per operation, chain of three and an invocation");
    var container = new ContainerWriter().addAll(chain).add(invocation(0)).write(ContainerForm.RAW);
    report("cold: container bytes to verdict", COLD, _ -> authorized(fresh(), container));

    report("of that, container bytes to tokens", COLD, _ -> tokens(container));
    var message = chain.getFirst().bytes();
    var signature = people.getFirst().sign(message);
    var key = people.getFirst().publicKey();
    report("one verify", COLD, _ -> key.verifies(message, signature) ? 1 : 0);
    var validator = fresh();
    var carried = ContainerReader.read(container);
    var calls = new ArrayList<Invocation>();
    for (int i = 0; i < COLD * ROUNDS; i++) {
      calls.add(invocation(i + 1));
    }
    report(
        "new invocation, delegations verified before",
        COLD,
        i -> authorized(validator.validate(calls.get(i), carried)));
    var known = calls.getLast();
    report("everything verified before", WARM, _ -> authorized(validator.validate(known, carried)));
    var unsteady = Validator.builder().revocations(new Unsteady()).build();
    report(
        "everything verified before, revocations come in all the time",
        WARM,
        _ -> authorized(unsteady.validate(known, carried)));
    var revoking = Validator.builder().revocations(new Many(random)).build();
    report(
        "the same with 10,000 revocations",
        WARM,
        _ -> authorized(revoking.validate(known, carried)));
    report("one signature", COLD, _ -> people.getFirst().sign(message).size());
    var policy = chain.getFirst().policy();
    report("issue a delegation", COLD, _ -> link(0, policy).bytes().size());
    report("issue a delegation, its policy read from text", COLD, _ -> link(0).bytes().size());
    store();
    if (sink == 0) {
      throw new IllegalStateException("nothing was done");
    }
  }

  private void store() {
    var strangers = new ArrayList<KeyPair>();
    for (int i = 0; i < 1_000; i++) {
      strangers.add(person());
    }
    var index = new DelegationIndex();
    long before = used();
    for (int i = 0; i < STORED; i++) {
      index.add(
          Ucan.delegate(strangers.get(random.nextInt(1_000)))
              .to(strangers.get(random.nextInt(1_000)).did())
              .on(strangers.get(random.nextInt(1_000)).did())
              .command("/wasm")
              .never()
              .random(random)
              .sign());
    }
    long bytes = (used() - before) / STORED;
    out.println("  memory per stored delegation, bytes, " + bytes);
    chain.forEach(index::add);
    index.add(
        Ucan.delegate(people.get(3))
            .to(strangers.getFirst().did())
            .on(people.getFirst().did())
            .command("/wasm/run")
            .never()
            .random(random)
            .sign());
    var finder = new ProofFinder(index, Clock.systemUTC());
    var command = Command.parse("/wasm/run");
    var invoker = strangers.getFirst().did();
    report(
        "find a chain of 4 among 100,000",
        COLD,
        _ ->
            finder.find(invoker, people.getFirst().did(), command)
                    instanceof ProofFinder.Found.Chain(var found, _)
                ? found.size()
                : 0);
    sink += index.size();
  }

  private static long used() {
    System.gc();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed();
  }

  private static Validator fresh() {
    return Validator.builder().build();
  }

  private static int tokens(Bytes container) {
    return ContainerReader.read(container).delegations().size();
  }

  private static int authorized(Validator validator, Bytes container) {
    var carried = ContainerReader.read(container);
    return authorized(validator.validate(carried.invocations().getFirst(), carried));
  }

  private static int authorized(Verdict verdict) {
    if (verdict instanceof Verdict.Authorized authorized) {
      return authorized.chain().size();
    }
    throw new IllegalStateException("not authorised: " + verdict);
  }

  /// The best of some rounds: others on the machine only ever add.
  private void report(String what, int operations, IntFunction<Integer> operation) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long cpu = process.getProcessCpuTime();
      for (int i = 0; i < operations; i++) {
        sink += operation.apply(round * operations + i);
      }
      best = Math.min(best, (process.getProcessCpuTime() - cpu) / 1e3 / operations);
    }
    out.println("  " + what + " " + Drivers.rounded(best));
  }

  /// Has nothing, and a new generation each time: no verdict is remembered.
  private static final class Unsteady implements RevocationChecker {
    private long generation;

    @Override
    public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
      return Optional.empty();
    }

    @Override
    public long generation() {
      return generation++;
    }
  }

  /// Many revocations of others' delegations, and a new generation each time.
  private static final class Many implements RevocationChecker {
    private final Set<Cid> revoked = new HashSet<>();
    private long generation;

    Many(Random random) {
      for (int i = 0; i < REVOKED; i++) {
        var block = new byte[32];
        random.nextBytes(block);
        revoked.add(Cid.of(Codec.DAG_CBOR, HashFunction.SHA2_256, Bytes.owned(block)));
      }
    }

    @Override
    public Optional<Cid> findRevocation(Cid delegation, Set<Did> revokers) {
      return revoked.contains(delegation) ? Optional.of(delegation) : Optional.empty();
    }

    @Override
    public long generation() {
      return generation++;
    }
  }
}
