package io.ipvm.ucan;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.DagCborReader;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import io.ipvm.ipld.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens of a container, told apart by what they are and found by the CIDs they turn out to
/// have.
///
/// A container comes from a stranger: its size is bounded before it is inflated and while it is,
/// the number and size of its tokens before they are parsed; a token that cannot be read is an
/// error, never left out. Neither the order of tokens nor a token that is there twice means
/// anything (rule C20). Signatures of receipts are checked here, those of delegations and
/// invocations by the [Validator].
///
/// White space before the container and behind one that is text is no part of it: an editor's line
/// end at the end of a file does no harm. Anywhere else it is refused, line breaks within base64
/// included.
///
/// Receipts of up to [Receipt#MAX_SIZE] are taken, other tokens of up to 64 KiB: results travel in
/// containers, too, and a result may be larger than a token is.
public final class ContainerReader implements ProofStore {
  /// Bytes of base64 for every three bytes of data.
  private static final int BASE64_QUARTET = 4;

  private final Map<Cid, Delegation> delegations = new LinkedHashMap<>();
  private final Map<Cid, Invocation> invocations = new LinkedHashMap<>();
  private final Map<Cid, Receipt> receipts = new LinkedHashMap<>();

  private ContainerReader(List<Bytes> items, Options options) {
    for (int i = 0; i < items.size(); i++) {
      try {
        put(items.get(i), options);
      } catch (IpvmException e) {
        throw atToken(i, e);
      }
    }
  }

  /// Reads a container in any of its forms.
  ///
  /// @throws MalformedException that says what is wrong, with the index of the token
  /// @throws IpvmException `MISMATCH` if the signature of a receipt is not its issuer's
  public static ContainerReader read(Bytes container) {
    return read(container, Options.STRICT);
  }

  /// Reads a container in any of its forms, with exceptions from the rules for its tokens.
  ///
  /// @throws MalformedException that says what is wrong, with the index of the token
  /// @throws IpvmException `MISMATCH` if the signature of a receipt is not its issuer's
  public static ContainerReader read(Bytes container, Options options) {
    return new ContainerReader(tokens(container), options);
  }

  /// Reads a container that is text.
  ///
  /// @throws MalformedException that says what is wrong, with the index of the token
  /// @throws IpvmException `MISMATCH` if the signature of a receipt is not its issuer's
  public static ContainerReader parse(String text, Options options) {
    return read(Bytes.utf8(text), options);
  }

  /// The tokens as they travel, whatever they are.
  static List<Bytes> tokens(Bytes container) {
    return items(unwrapped(container));
  }

  private void put(Bytes bytes, Options options) {
    switch (Envelope.decode(bytes, Receipt.MAX_SIZE, options).toToken(options)) {
      case Invocation it when it.command().equals(Receipt.COMMAND) ->
          receipts.put(it.cid(), Receipt.of(it));
      case Invocation it -> invocations.put(it.cid(), small(it));
      case Delegation it -> delegations.put(it.cid(), small(it));
    }
  }

  private static <T extends Token> T small(T token) {
    Envelope.requireSize(token.bytes(), Envelope.MAX_TOKEN);
    return token;
  }

  private static IpvmException atToken(int index, IpvmException e) {
    var message = "token " + index + " of the container (from 0): " + e.getMessage();
    return e instanceof MalformedException
        ? new MalformedException(message, e)
        : new IpvmException(e.code(), message, e);
  }

  /// The CBOR of a container, out of base64 and inflated.
  private static Bytes unwrapped(Bytes container) {
    int from = 0;
    while (from < container.size() && isSpace(container.at(from))) {
      from++;
    }
    if (from == container.size()) {
      throw new MalformedException("a container is empty");
    }
    var form = ContainerForm.require(container.at(from));
    int limit = form.isZipped() ? ContainerWriter.MAX_COMPRESSED : ContainerWriter.MAX_SIZE;
    var body = container.slice(from + 1);
    var data = form.base().map(base -> ofText(base, body, limit)).orElse(body);
    requireAtMost(data.size(), limit);
    return form.isZipped() ? Gzip.inflate(data, ContainerWriter.MAX_SIZE) : data;
  }

  private static Bytes ofText(Multibase base, Bytes body, int limit) {
    int to = body.size();
    while (to > 0 && isSpace(body.at(to - 1))) {
      to--;
    }
    // Before the text is decoded, which takes as much room again.
    requireAtMost((int) (to / (long) BASE64_QUARTET * 3 - 2), limit);
    var text = new String(body.slice(0, to).toArray(), StandardCharsets.ISO_8859_1);
    return base.decodeBare(text);
  }

  private static void requireAtMost(int size, int limit) {
    if (size > limit) {
      throw new MalformedException("a container has " + size + " bytes, limit " + limit);
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /// The byte strings under the one key of the map, read one by one: a list of millions of them is
  /// refused by what it says of its size.
  private static List<Bytes> items(Bytes cbor) {
    var in = new DagCborReader(cbor);
    in.beginMap();
    if (!in.hasNext()) {
      throw new MalformedException("a container is a map with " + ContainerWriter.VERSION);
    }
    var key = in.readKey();
    if (!key.equals(ContainerWriter.VERSION)) {
      throw new MalformedException(
          "a container is a map with " + ContainerWriter.VERSION + ", it has " + Quoted.of(key));
    }
    int size = in.beginList();
    if (size > ContainerWriter.MAX_TOKENS) {
      throw new MalformedException(
          "a container has " + size + " tokens, limit " + ContainerWriter.MAX_TOKENS);
    }
    var items = new ArrayList<Bytes>(size);
    while (in.hasNext()) {
      items.add(in.readBytes());
    }
    in.endList();
    if (in.hasNext()) {
      throw new MalformedException(
          "a container has "
              + ContainerWriter.VERSION
              + " only, it has "
              + Quoted.of(in.readKey()));
    }
    in.endMap();
    in.end();
    return items;
  }

  @Override
  public Optional<Delegation> find(Cid cid) {
    return Optional.ofNullable(delegations.get(cid));
  }

  /// In the order they were found in.
  public List<Delegation> delegations() {
    return List.copyOf(delegations.values());
  }

  /// The invocations that are no receipts, in the order they were found in.
  public List<Invocation> invocations() {
    return List.copyOf(invocations.values());
  }

  /// In the order they were found in.
  public List<Receipt> receipts() {
    return List.copyOf(receipts.values());
  }
}
