package io.ipvm.ipld;

import java.util.Optional;

/// Where blocks come from. What is returned has been checked against its CID.
@FunctionalInterface
public interface BlockSource {
  Optional<Bytes> find(Cid cid);

  /// The block, which has to be here.
  ///
  /// @throws IpvmException `NOT_FOUND` if nobody here has the block
  default Bytes require(Cid cid) {
    return find(cid)
        .orElseThrow(() -> new IpvmException(ErrorCode.NOT_FOUND, "block " + cid + " is not here"));
  }
}
