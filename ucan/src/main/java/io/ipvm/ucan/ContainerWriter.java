package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.DagCbor;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/// Puts tokens and receipts together to be handed over, as one file or one line of text.
///
/// They are sorted by their bytes and each is there once (rules CTN-1, C20), so the same set makes
/// the same raw container. Their CIDs are not in it: readers compute them. Anything but tokens,
/// such as the document of a budget, travels elsewhere, see [Budget]. [ContainerReader] is the
/// other way. Source: ucan-wg/container 0.1.0; rules CTN-1 to CTN-6.
public final class ContainerWriter {
  static final String VERSION = "ctn-v1";

  /// How many tokens a container may have (rule LIM-1).
  public static final int MAX_TOKENS = 1000;

  /// Largest container once it is inflated, in bytes (rule LIM-1).
  public static final int MAX_SIZE = 8 * 1024 * 1024;

  /// Largest container as it is compressed, in bytes (rule LIM-1).
  public static final int MAX_COMPRESSED = 1024 * 1024;

  private final TreeSet<Bytes> tokens = new TreeSet<>();

  /// Begins with nothing.
  public ContainerWriter() {}

  public ContainerWriter add(Token token) {
    tokens.add(token.bytes());
    return this;
  }

  public ContainerWriter add(Receipt receipt) {
    tokens.add(receipt.bytes());
    return this;
  }

  public ContainerWriter addAll(Iterable<? extends Token> several) {
    several.forEach(this::add);
    return this;
  }

  /// The container.
  ///
  /// @throws IpvmException `EXHAUSTED` if nobody would read so many tokens, or so large ones
  public Bytes write(ContainerForm form) {
    if (tokens.size() > MAX_TOKENS) {
      throw exhausted(tokens.size() + " tokens", MAX_TOKENS);
    }
    var list = Node.list(tokens.stream().map(Node::of).toList());
    var raw = DagCbor.encode(MapNode.of(VERSION, list));
    if (raw.size() > MAX_SIZE) {
      throw exhausted(raw.size() + " bytes", MAX_SIZE);
    }
    var data = form.isZipped() ? Gzip.compress(raw) : raw;
    if (form.isZipped() && data.size() > MAX_COMPRESSED) {
      throw exhausted(data.size() + " bytes compressed", MAX_COMPRESSED);
    }
    var written = form.base().map(base -> Bytes.utf8(base.encodeBare(data))).orElse(data);
    return Bytes.of((byte) form.header()).concat(written);
  }

  /// The container as text, without a line end.
  ///
  /// @throws IpvmException `CALLER_ERROR` if that form is no text, `EXHAUSTED` as for [#write]
  public String text(ContainerForm form) {
    if (!form.isText()) {
      throw new IpvmException(ErrorCode.CALLER_ERROR, "a container as " + form + " is no text");
    }
    return new String(write(form).toArray(), StandardCharsets.US_ASCII);
  }

  private static IpvmException exhausted(String size, int limit) {
    return new IpvmException(
        ErrorCode.EXHAUSTED, "the container would have " + size + ", limit " + limit);
  }
}
