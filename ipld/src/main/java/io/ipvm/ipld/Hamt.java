package io.ipvm.ipld;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// A directory divided into shards: a hash array mapped trie over the hashes of its names.
///
/// A shard has a number of places. The bits of a name's hash, from the highest on, say in which
/// place of each level the name lies; a place holds one entry, or a shard of the next level. The
/// link to what is in place 10 is named `0A`, followed by the name if it is an entry.
///
/// *Hostile input.* Every entry has to lie where its name's hash leads, and no shard but the first
/// may be empty. So a shard that is linked from many places is refused at the second one, and the
/// work is bounded by the number of entries. Source: ipfs/specs UNIXFS.md, "HAMT-Sharded
/// Directories".
final class Hamt {
  private static final int FANOUT = 256;

  /// Of what others write.
  private static final int MAX_FANOUT = 1024;

  private final int bits;
  private final int digits;
  private final BlockSource source;

  private Hamt(Cid cid, UnixFs.Parsed root, BlockSource source) {
    var shard = root.file().shard();
    if (shard == null) {
      throw new IllegalArgumentException(cid + " is no shard");
    }
    long fanout = shard.fanout();
    if (shard.hash() != Murmur3.CODE) {
      throw UnixFs.refused(
          cid,
          "is a directory in shards by hash 0x" + Long.toHexString(shard.hash()) + ", not 0x22");
    }
    if (fanout < 8 || fanout > MAX_FANOUT || Long.bitCount(fanout) != 1) {
      throw UnixFs.refused(
          cid, "is a directory in shards of " + fanout + " places, not a power of two up to 1024");
    }
    bits = Long.numberOfTrailingZeros(fanout);
    digits = Long.toHexString(fanout - 1).length();
    this.source = source;
  }

  /// All entries, under their names.
  static List<PbNode.Link> list(Cid cid, UnixFs.Parsed root, BlockSource source) {
    var entries = new ArrayList<PbNode.Link>();
    new Hamt(cid, root, source).collect(cid, root, new Place(0, 0), entries);
    return entries;
  }

  /// Where a shard lies: the `taken` highest bits of the hashes of all names in it.
  private record Place(long prefix, int taken) {
    boolean leadsHere(long hash) {
      return taken == 0 || (hash ^ prefix) >>> (Long.SIZE - taken) == 0;
    }
  }

  private void collect(Cid cid, UnixFs.Parsed shard, Place at, List<PbNode.Link> entries) {
    requireOneOf(cid, shard);
    if (at.taken > 0 && shard.pb().links().isEmpty()) {
      throw UnixFs.refused(cid, "is a shard without entries");
    }
    for (var link : shard.pb().links()) {
      var below = below(cid, link, at);
      var name = link.text().substring(digits);
      if (name.isEmpty()) {
        collect(link.cid(), UnixFs.node(link.cid(), source.require(link.cid())), below, entries);
      } else {
        if (!below.leadsHere(Murmur3.hash(Bytes.utf8(name)))) {
          throw UnixFs.refused(cid, "is a shard where " + Quoted.of(name) + " does not belong");
        }
        entries.add(new PbNode.Link(link.cid(), name, link.size()));
      }
    }
  }

  private void requireOneOf(Cid cid, UnixFs.Parsed shard) {
    var its = shard.file().shard();
    if (its == null || its.hash() != Murmur3.CODE || its.fanout() != 1L << bits) {
      throw UnixFs.refused(cid, "is no shard like the one that links to it");
    }
  }

  private Place below(Cid cid, PbNode.Link link, Place at) {
    if (at.taken + bits > Long.SIZE) {
      throw UnixFs.refused(cid, "is a shard deeper than hashes reach");
    }
    var text = link.text();
    int number = -1;
    if (text.length() >= digits) {
      var hex = text.substring(0, digits);
      number = hex.matches("[0-9A-F]+") ? Integer.parseInt(hex, 16) : -1;
    }
    if (number < 0 || number >= 1 << bits) {
      throw UnixFs.refused(
          cid, "is a shard with the link " + Quoted.of(text) + ", which names no place");
    }
    long prefix = at.prefix | (long) number << (Long.SIZE - at.taken - bits);
    return new Place(prefix, at.taken + bits);
  }

  /// The entry `name`, if there is one; fetches the shards on the way to it.
  static Optional<PbNode.Link> find(Cid cid, UnixFs.Parsed root, String name, BlockSource source) {
    if (Utf8.unpaired(name) >= 0) {
      return Optional.empty();
    }
    return new Hamt(cid, root, source).find(cid, root, name);
  }

  private Optional<PbNode.Link> find(Cid cid, UnixFs.Parsed root, String name) {
    long hash = Murmur3.hash(Bytes.utf8(name));
    var at = cid;
    var shard = root;
    for (int taken = 0; taken + bits <= Long.SIZE; taken += bits) {
      requireOneOf(at, shard);
      int number = (int) (hash << taken >>> (Long.SIZE - bits));
      var place = place(number, digits);
      var found = findLink(shard, place + name);
      if (found.isPresent()) {
        return found;
      }
      var next = findLink(shard, place);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get().cid();
      shard = UnixFs.node(at, source.require(at));
    }
    throw UnixFs.refused(at, "is a shard deeper than hashes reach");
  }

  private static Optional<PbNode.Link> findLink(UnixFs.Parsed shard, String text) {
    return shard.pb().links().stream().filter(link -> link.text().equals(text)).findFirst();
  }

  private static String place(int number, int digits) {
    var hex = Integer.toHexString(number).toUpperCase(Locale.ROOT);
    return "0".repeat(digits - hex.length()) + hex;
  }

  /// Stores a directory in shards.
  ///
  /// @param size bytes of content of all entries
  static UnixFs.Stored store(List<PbNode.Link> entries, long size, BlockSink sink) {
    var hashed =
        entries.stream()
            .map(entry -> new Hashed(Murmur3.hash(Bytes.utf8(entry.text())), entry))
            .toList();
    return store(hashed, 0, size, sink);
  }

  private record Hashed(long hash, PbNode.Link entry) {}

  private static UnixFs.Stored store(List<Hashed> entries, int taken, long size, BlockSink sink) {
    var places = new TreeMap<Integer, List<Hashed>>();
    for (var entry : entries) {
      int number = (int) (entry.hash << taken >>> (Long.SIZE - 8));
      places.computeIfAbsent(number, _ -> new ArrayList<>()).add(entry);
    }
    var bitfield = BigInteger.ZERO;
    var links = new ArrayList<PbNode.Link>();
    for (var place : places.entrySet()) {
      bitfield = bitfield.setBit(place.getKey());
      links.add(link(place(place.getKey(), 2), place.getValue(), taken, sink));
    }
    var shard = new UnixFsNode.Shard(Murmur3.CODE, FANOUT);
    return UnixFs.store(
        new PbNode(links, UnixFsNode.shard(bytes(bitfield), shard).encode()), size, sink);
  }

  private static PbNode.Link link(String place, List<Hashed> here, int taken, BlockSink sink) {
    if (here.size() == 1) {
      var entry = here.getFirst().entry;
      return new PbNode.Link(entry.cid(), place + entry.text(), entry.size());
    }
    if (taken + 16 > Long.SIZE) {
      throw new MalformedException(
          "names "
              + Quoted.of(here.get(0).entry.text())
              + " and "
              + Quoted.of(here.get(1).entry.text())
              + " have the same hash, so no directory can hold both");
    }
    var below = store(here, taken + 8, 0, sink);
    return new PbNode.Link(below.cid(), place, below.dagSize());
  }

  /// Big-endian, without zeros in front.
  private static Bytes bytes(BigInteger number) {
    var bytes = Bytes.owned(number.toByteArray());
    return bytes.at(0) == 0 ? bytes.slice(1) : bytes;
  }
}
