package io.ipvm.store;

import io.ipvm.ipld.Cid;
import io.ipvm.ipld.HashFunction;

/// Many CIDs in little memory: of each, 16 bytes of a hash, so that tens of millions fit where a
/// set of objects would hold a tenth of them. Who can make two CIDs that agree in those can break a
/// hash of 128 bits. Used by one thread.
final class CidSet {
  private static final int FIRST = 1024;

  // Pairs; two zeros are a free place.
  private long[] places = new long[2 * FIRST];
  private int size;

  int size() {
    return size;
  }

  /// False if it was there.
  boolean add(Cid cid) {
    if (4L * (size + 1) > places.length) {
      grow(); // half of the pairs are used
    }
    var digest = digest(cid);
    if (!insert(places, digest[0], digest[1])) {
      return false;
    }
    size++;
    return true;
  }

  boolean contains(Cid cid) {
    var digest = digest(cid);
    return places[find(places, digest[0], digest[1])] != 0;
  }

  private void grow() {
    var larger = new long[2 * places.length];
    for (int i = 0; i < places.length; i += 2) {
      if (places[i] != 0) {
        insert(larger, places[i], places[i + 1]);
      }
    }
    places = larger;
  }

  private static boolean insert(long[] places, long first, long second) {
    int at = find(places, first, second);
    if (places[at] != 0) {
      return false;
    }
    places[at] = first;
    places[at + 1] = second;
    return true;
  }

  /// Where it is, or the free place where it would be.
  private static int find(long[] places, long first, long second) {
    int mask = places.length - 1;
    for (int at = (int) first << 1 & mask; ; at = at + 2 & mask) {
      if (places[at] == 0 || (places[at] == first && places[at + 1] == second)) {
        return at;
      }
    }
  }

  private static long[] digest(Cid cid) {
    var digest = HashFunction.SHA2_256.digest(cid.bytes()).asBuffer();
    long first = digest.getLong();
    return new long[] {first == 0 ? 1 : first, digest.getLong()};
  }
}
