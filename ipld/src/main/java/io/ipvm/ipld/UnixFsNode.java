package io.ipvm.ipld;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The UnixFS message in the data of a DAG-PB block, without the file rights and times that IPFS
/// writes only on request.
///
/// @param fileSize bytes of content below this node, absent in directories
/// @param blockSizes bytes of content below each link, in the order of the links
record UnixFsNode(Type type, @Nullable Bytes data, @Nullable Long fileSize, List<Long> blockSizes) {
  private static final int TYPE = 1;
  private static final int DATA = 2;
  private static final int FILE_SIZE = 3;
  private static final int BLOCK_SIZES = 4;

  /// What a node is, with its number in the format.
  enum Type {
    RAW(0),
    DIRECTORY(1),
    FILE(2),
    METADATA(3),
    SYMLINK(4),
    HAMT_SHARD(5);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    private static Type of(long number) {
      for (var type : values()) {
        if (type.number == number) {
          return type;
        }
      }
      throw new MalformedException("type " + number + " is not known");
    }
  }

  UnixFsNode {
    blockSizes = List.copyOf(blockSizes);
  }

  static UnixFsNode directory() {
    return new UnixFsNode(Type.DIRECTORY, null, null, List.of());
  }

  static UnixFsNode file(long size, List<Long> blockSizes) {
    return new UnixFsNode(Type.FILE, null, size, blockSizes);
  }

  Bytes encode() {
    var message = new Protobuf.Message().varint(TYPE, type.number);
    if (data != null) {
      message.sized(DATA, data);
    }
    if (fileSize != null) {
      message.varint(FILE_SIZE, fileSize);
    }
    blockSizes.forEach(size -> message.varint(BLOCK_SIZES, size));
    return message.bytes();
  }

  /// Reads the message; fields that say nothing about content are passed over.
  ///
  /// @throws MalformedException if it is cut off, has no known type, or sizes that do not add up
  static UnixFsNode decode(Bytes message) {
    try {
      var reader = new Reader();
      Protobuf.read(message, reader);
      return reader.node();
    } catch (MalformedException e) {
      throw new MalformedException("UnixFS: " + e.getMessage(), e);
    }
  }

  /// Bytes of content here and below.
  long size() {
    return blockSizes.stream().mapToLong(Long::longValue).sum() + (data == null ? 0 : data.size());
  }

  private static final class Reader implements Protobuf.Fields {
    private @Nullable Type type;
    private @Nullable Bytes data;
    private @Nullable Long fileSize;
    private final List<Long> blockSizes = new ArrayList<>();
    private long sum;

    @Override
    public void varint(int field, long value) {
      switch (field) {
        case TYPE -> type = Type.of(value);
        case FILE_SIZE -> fileSize = value;
        case BLOCK_SIZES -> {
          blockSizes.add(value);
          add(value);
        }
        default -> {}
      }
    }

    /// A sum that overflows would pass under every limit.
    private void add(long bytes) {
      sum += bytes;
      if (sum < 0) {
        throw new MalformedException("sizes add up to more than 63 bits");
      }
    }

    @Override
    public void sized(int field, Bytes value) {
      if (field == DATA) {
        data = value;
      } else if (field < DATA || field == FILE_SIZE || field == BLOCK_SIZES) {
        throw new MalformedException("field " + field + " is no integer");
      }
    }

    private UnixFsNode node() {
      if (type == null) {
        throw new MalformedException("node without a type");
      }
      add(data == null ? 0 : data.size());
      var node = new UnixFsNode(type, data, fileSize, blockSizes);
      boolean hasContent = type == Type.FILE || type == Type.RAW;
      if (hasContent && fileSize != null && node.size() != fileSize) {
        throw new MalformedException(
            "file size is " + fileSize + ", but its parts have " + node.size() + " bytes");
      }
      return node;
    }
  }
}
