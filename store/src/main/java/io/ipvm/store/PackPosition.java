package io.ipvm.store;

/// A place in the pack files, in the order they were written.
///
/// @param pack number of the file
record PackPosition(int pack, long offset) implements Comparable<PackPosition> {
  static final PackPosition START = new PackPosition(0, 0);

  @Override
  public int compareTo(PackPosition other) {
    return pack != other.pack
        ? Integer.compare(pack, other.pack)
        : Long.compare(offset, other.offset);
  }
}
