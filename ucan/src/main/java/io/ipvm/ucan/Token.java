package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.DagJson;
import io.ipvm.ipld.MapNode;
import io.ipvm.keys.Did;
import org.jspecify.annotations.Nullable;

/// A signed statement of UCAN 1.0, immutable. Having one means that its form is right; only a
/// [Validator] says what it is worth.
public sealed interface Token permits Delegation, Invocation {
  /// Reads a token of either kind and checks its form.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the field and the rule
  static Token decode(Bytes bytes) {
    return decode(bytes, Options.STRICT);
  }

  /// Reads a token of either kind and checks its form, with exceptions from the rules.
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the field and the rule
  static Token decode(Bytes bytes, Options options) {
    return Envelope.decode(bytes, Envelope.MAX_TOKEN, options).toToken(options);
  }

  /// Reads the DAG-JSON form of a token, for storage and display: it is the DAG-CBOR form that was
  /// signed and has a CID (rule ENV-2).
  ///
  /// @throws io.ipvm.ipld.MalformedException that names the field and the rule
  static Token ofJson(String json, Options options) {
    return decode(DagCbor.encode(DagJson.decode(json)), options);
  }

  /// Of all bytes of the token, dag-cbor and sha2-256 (rule CID-1).
  Cid cid();

  /// The whole token as it travels.
  Bytes bytes();

  /// The token as DAG-JSON, to be looked at; [#ofJson] reads it.
  default String toJson() {
    return DagJson.encode(DagCbor.decode(bytes()));
  }

  /// Who says it, and signed it.
  Did issuer();

  /// Who is addressed: of a delegation, who may use it; of an invocation the executor, if that is
  /// not the subject.
  @Nullable Did audience();

  /// Whose command it is; null in a powerline.
  @Nullable Did subject();

  Command command();

  Bytes nonce();

  MapNode meta();

  /// Seconds since 1970, null for never.
  @Nullable Long expires();

  /// Seconds since 1970, null for "since ever".
  @Nullable Long notBefore();
}
