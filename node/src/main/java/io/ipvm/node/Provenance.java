package io.ipvm.node;

import io.ipvm.ipld.Block;
import io.ipvm.ipld.BlockSource;
import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.store.BlockStore;
import io.ipvm.store.MemoEntry;
import io.ipvm.ucan.Outcome;
import io.ipvm.ucan.Receipt;
import io.ipvm.workflow.Instruction;
import io.ipvm.workflow.Mapping;
import io.ipvm.workflow.Promises;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What receipts stand on: their instruction, its module, and the receipts of what it awaits.
///
/// Own results are found by their keys. An imported receipt is a block like any other and has no
/// key, so when no own one is there the blocks are looked through, once for each of these objects.
/// One question makes one object and asks it from one thread.
final class Provenance {
  private static final String IPFS = "ipfs://";

  private final Engines engines;
  private final Results results;
  private final BlockStore store;

  /// The receipts among the blocks by the instruction they are of; null until they were looked for.
  private @Nullable Map<Cid, List<Cid>> imported;

  Provenance(Engines engines, Results results, BlockStore store) {
    this.engines = engines;
    this.results = results;
    this.store = store;
  }

  /// Blocks, with the receipts of this node's own runs among them.
  BlockSource blocks() {
    return cid -> store.find(cid).or(() -> results.findReceipt(cid).map(Receipt::bytes));
  }

  /// The receipt with that CID, issued here or imported.
  ///
  /// @throws IpvmException `MISMATCH` if an imported one is not signed by its issuer
  Optional<Receipt> findReceipt(Cid receipt) {
    return results.findReceipt(receipt).or(() -> findImported(receipt));
  }

  private Optional<Receipt> findImported(Cid receipt) {
    if (!mayBeReceipt(receipt)) {
      return Optional.empty();
    }
    try {
      return store.find(receipt).map(Receipt::decode);
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  Optional<Instruction> findInstruction(Cid cid) {
    return store.find(cid).flatMap(bytes -> Instruction.find(new Block(cid, bytes).value()));
  }

  /// The result of `instruction` that `receipt` was computed from: the one it names itself if there
  /// are several, else one of this node, else an imported one.
  Optional<MemoEntry> findInput(Receipt receipt, Cid instruction) {
    return Results.boundedInputs(receipt).stream()
        .flatMap(cid -> findReceipt(cid).stream())
        .filter(input -> input.ran().equals(instruction))
        .map(Results::entry)
        .findFirst()
        .or(() -> findOwn(instruction, Results.mapping(receipt)))
        .or(() -> results.findInRuns(instruction))
        .or(() -> findImported(receipt, instruction));
  }

  private Optional<MemoEntry> findOwn(Cid instruction, Mapping mapping) {
    return engines.all().stream()
        .flatMap(
            engine -> results.find(instruction, mapping, engine.descriptor().profile()).stream())
        .findFirst();
  }

  /// A result that depends on its limits would have been named by the receipt, so it is none of
  /// those. One of the same executor comes first, and one that is no error: errors of a machine are
  /// in receipts, too.
  private Optional<MemoEntry> findImported(Receipt receipt, Cid instruction) {
    if (imported == null) {
      imported = lookThroughBlocks();
    }
    return imported.getOrDefault(instruction, List.of()).stream()
        .flatMap(cid -> findSigned(cid).stream())
        .filter(input -> !Results.isBounded(input) && Results.boundedInputs(input).isEmpty())
        .min(
            Comparator.comparing((Receipt input) -> !input.issuer().equals(receipt.issuer()))
                .thenComparing(input -> input.out() instanceof Outcome.Failed)
                .thenComparing(Receipt::cid))
        .map(Results::entry);
  }

  private Optional<Receipt> findSigned(Cid receipt) {
    try {
      return findImported(receipt);
    } catch (IpvmException e) {
      return Optional.empty(); // a forged one is as good as none
    }
  }

  private Map<Cid, List<Cid>> lookThroughBlocks() {
    var found = new HashMap<Cid, List<Cid>>();
    for (var cid : store.findAll(Provenance::mayBeReceipt)) {
      read(store.require(cid))
          .map(Receipt::ran)
          .ifPresent(ran -> found.computeIfAbsent(ran, _ -> new ArrayList<>()).add(cid));
    }
    return found;
  }

  /// Reads the form only: the signature is checked where the result is used.
  private static Optional<Receipt> read(Bytes block) {
    try {
      return Optional.of(Receipt.decodeTrusted(block));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private static boolean mayBeReceipt(Cid cid) {
    return cid.codec() == Codec.DAG_CBOR && cid.multihashCode() == HashFunction.SHA2_256.code();
  }

  /// What a block links to, and what somebody needs beside it to check it: of an instruction its
  /// module, of a receipt the receipts of what its instruction awaits.
  List<Cid> leadsTo(Block block) {
    var value = block.value();
    var next = new ArrayList<>(Node.links(value));
    if (block.cid().codec() == Codec.DAG_CBOR) {
      Instruction.find(value).flatMap(Provenance::module).ifPresent(next::add);
      if (mayBeReceipt(block.cid())) {
        read(block.bytes()).ifPresent(receipt -> next.addAll(inputs(receipt)));
      }
    }
    return next;
  }

  private static Optional<Cid> module(Instruction instruction) {
    var rsc = instruction.rsc();
    try {
      return rsc.startsWith(IPFS)
          ? Optional.of(Cid.parse(rsc.substring(IPFS.length())))
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty(); // a path into something, or a name
    }
  }

  private List<Cid> inputs(Receipt receipt) {
    return findInstruction(receipt.ran()).stream()
        .flatMap(instruction -> Promises.find(instruction.input()).stream())
        .flatMap(promise -> findInput(receipt, promise.instruction()).stream())
        .map(input -> input.receipt().cid())
        .toList();
  }
}
