package io.ipvm.ipld;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The UnixFS message in the data of a DAG-PB block, without the file rights and times that IPFS
/// writes only on request.
///
/// @param fileSize bytes of content below this node, absent in directories
/// @param blockSizes bytes of content below each link, in the order of the links
/// @param shard of a directory in shards only
record UnixFsNode(
    Type type,
    @Nullable Bytes data,
    @Nullable Long fileSize,
    List<Long> blockSizes,
    @Nullable Shard shard) {
  private static final int TYPE = 1;
  private static final int DATA = 2;
  private static final int FILE_SIZE = 3;
  private static final int BLOCK_SIZES = 4;
  private static final int HASH_TYPE = 5;
  private static final int FANOUT = 6;

  /// How a directory is divided.
  ///
  /// @param hash multicodec number of the function that names are hashed with
  /// @param fanout places in a shard
  record Shard(long hash, long fanout) {}

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
    return new UnixFsNode(Type.DIRECTORY, null, null, List.of(), null);
  }

  static UnixFsNode symlink(String target) {
    return new UnixFsNode(Type.SYMLINK, Bytes.utf8(target), null, List.of(), null);
  }

  /// @param places which of them are taken, as a number: the first is the lowest bit
  static UnixFsNode shard(Bytes places, Shard shard) {
    return new UnixFsNode(Type.HAMT_SHARD, places, null, List.of(), shard);
  }

  static UnixFsNode file(long size, List<Long> blockSizes) {
    return new UnixFsNode(Type.FILE, null, size, blockSizes, null);
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
    if (shard != null) {
      message.varint(HASH_TYPE, shard.hash).varint(FANOUT, shard.fanout);
    }
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
    private long hash;
    private long fanout;

    @Override
    public void varint(int field, long value) {
      switch (field) {
        case TYPE -> type = Type.of(value);
        case FILE_SIZE -> fileSize = value;
        case BLOCK_SIZES -> {
          blockSizes.add(value);
          add(value);
        }
        case HASH_TYPE -> hash = value;
        case FANOUT -> fanout = value;
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
      var shard = type == Type.HAMT_SHARD ? new Shard(hash, fanout) : null;
      var node = new UnixFsNode(type, data, fileSize, blockSizes, shard);
      boolean hasContent = type == Type.FILE || type == Type.RAW;
      if (hasContent && fileSize != null && node.size() != fileSize) {
        throw new MalformedException(
            "file size is " + fileSize + ", but its parts have " + node.size() + " bytes");
      }
      return node;
    }
  }
}
