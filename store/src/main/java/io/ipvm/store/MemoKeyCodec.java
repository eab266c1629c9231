package io.ipvm.store;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.HashFunction;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Node;
import io.ipvm.workflow.Limits;
import io.ipvm.workflow.Mapping;

/// The stored form of a [MemoKey], and the short digest an index finds it by.
final class MemoKeyCodec {
  private static final int DIGEST = 16;
  private static final int COMPATIBILITY = 0;
  private static final int NATIVE = 1;

  private MemoKeyCodec() {}

  static Node toNode(MemoKey key) {
    var fields =
        new FieldWriter()
            .add(key.instruction())
            .add(
                switch (key.mapping()) {
                  case COMPATIBILITY -> COMPATIBILITY;
                  case NATIVE -> NATIVE;
                })
            .add(key.engineProfile());
    key.limits()
        .ifPresent(limits -> fields.add(limits.gas()).add(limits.memory()).add(limits.time()));
    return fields.toNode();
  }

  static MemoKey of(Node node) {
    var fields = new FieldReader(node);
    var instruction = fields.cid();
    int mapping = fields.number();
    var profile = fields.text();
    var limits =
        fields.hasMore()
            ? java.util.Optional.of(
                new Limits(fields.integer(), fields.integer(), fields.duration()))
            : java.util.Optional.<Limits>empty();
    fields.end();
    return new MemoKey(
        instruction,
        switch (mapping) {
          case COMPATIBILITY -> Mapping.COMPATIBILITY;
          case NATIVE -> Mapping.NATIVE;
          default -> throw new MalformedException("memo key has mapping " + mapping);
        },
        profile,
        limits);
  }

  /// Half a sha2-256; whoever finds something by it compares the whole key with the record.
  static Bytes digest(MemoKey key) {
    return HashFunction.SHA2_256.digest(DagCbor.encode(toNode(key))).slice(0, DIGEST);
  }
}
