package io.ipvm.ucan;

import static java.util.Objects.requireNonNull;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.ErrorCode;
import io.ipvm.ipld.Fields;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.MapNode;
import io.ipvm.ipld.Node;
import io.ipvm.keys.Did;
import io.ipvm.keys.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The signed result of one task: an invocation of `/ucan/assert/receipt` (rules RCP-1 to RCP-6).
///
/// **One receipt, one form.** One task by one executor under one profile gives one receipt, byte
/// for byte: empty nonce, `exp` null, no `iat`, no `aud`, no `cause`, no proofs, `meta` with
/// reproducible counters only and absent when empty, `args.run` absent unless the task requests
/// others. A result has one CID for everybody who computed it, and a receipt cannot be varied into
/// a second one. That is what a node makes, keeps and reuses, and what [#decode] takes: it refuses
/// every other form by name. Only an error may say that it passes, by an `exp` and then an `iat`:
/// it is of its moment, is reused until then, and is no part of what has one form for ever.
///
/// Others write receipts with more freedom than that. [#of] takes whatever rule RCP-1 does, to look
/// at and to verify; [#isOneForm] says whether it might have been made here.
///
/// A receipt wraps an invocation and is none: nothing here can be dispatched.
///
/// @param cid of `bytes`, dag-cbor and sha2-256
/// @param bytes the whole signed envelope, as received or made
/// @param issuer who ran the task and signed
/// @param ran the instruction CID for tasks of documents, the Task ID for UCAN invocations
/// @param run the tasks that it requests to be run next; who has the receipt decides (rule RCP-5)
/// @param expires seconds since 1970 after which it says nothing any more; null: never
/// @param issuedAt seconds since 1970, if it says so; never believed
public record Receipt(
    Cid cid,
    Bytes bytes,
    Did issuer,
    Cid ran,
    Outcome out,
    List<Effect> run,
    MapNode meta,
    @Nullable Long expires,
    @Nullable Long issuedAt) {
  /// Largest receipt, in bytes. It exceeds the 64 KiB of other tokens because results of documents
  /// stand in it whole; large byte strings do not, they are linked to.
  public static final int MAX_SIZE = 1024 * 1024;

  /// How many tasks a receipt may request.
  public static final int MAX_EFFECTS = 1000;

  /// How long the receipt of an error of a handler holds, so that what is over soon is not
  /// remembered for long (rule RCP-4).
  public static final Duration ERROR_LIFE = Duration.ofSeconds(30);

  /// What receipts are invocations of.
  public static final Command COMMAND = Command.parse("/ucan/assert/receipt");

  private static final String DID_KEY = "did:key:";

  public Receipt {
    requireNonNull(cid);
    requireNonNull(bytes);
    requireNonNull(issuer);
    requireNonNull(ran);
    requireNonNull(out);
    requireNonNull(meta);
    run = List.copyOf(run);
  }

  /// Signs a new receipt; `meta` is left out of the payload when it is empty.
  ///
  /// @throws IpvmException `EXHAUSTED` if the receipt would have more than [#MAX_SIZE] bytes
  /// @throws MalformedException if `out` or `meta` nests deeper than a receipt can hold
  public static Receipt issue(Signer executor, Cid ran, Outcome out, MapNode meta) {
    return issue(executor, ran, out, List.of(), meta);
  }

  /// Signs a new receipt that requests tasks.
  ///
  /// @throws IpvmException `EXHAUSTED` if the receipt would have more than [#MAX_SIZE] bytes or
  ///   [#MAX_EFFECTS] effects
  /// @throws MalformedException if it nests deeper than a receipt can hold
  public static Receipt issue(
      Signer executor, Cid ran, Outcome out, List<Effect> run, MapNode meta) {
    return sign(executor, args(ran, out, run), meta, null);
  }

  /// Signs a new receipt of an error that passes: after `expires` the task may be tried again.
  ///
  /// @throws IpvmException `EXHAUSTED` if the receipt would have more than [#MAX_SIZE] bytes
  /// @throws MalformedException if it nests deeper than a receipt can hold
  public static Receipt issuePassing(
      Signer executor, Cid ran, Outcome.Failed out, MapNode meta, Instant expires) {
    return sign(executor, args(ran, out, List.of()), meta, expires);
  }

  private static MapNode args(Cid ran, Outcome out, List<Effect> run) {
    if (run.size() > MAX_EFFECTS) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED,
          "the receipt of task "
              + ran
              + " requests "
              + run.size()
              + " tasks, limit "
              + MAX_EFFECTS);
    }
    var args = MapNode.builder().put("ran", ran).put("out", out.toNode());
    if (!run.isEmpty()) {
      args.put("run", Node.list(run.stream().map(Effect::toNode).toList()));
    }
    return args.build();
  }

  private static Receipt sign(
      Signer executor, MapNode args, MapNode meta, @Nullable Instant expires) {
    var issuer = executor.did().text();
    var payload =
        MapNode.builder()
            .put("iss", issuer)
            .put("sub", issuer)
            .put("cmd", COMMAND.text())
            .put("args", args)
            .put("prf", Node.list())
            .put("nonce", Bytes.EMPTY)
            .put("exp", TokenDraft.seconds(expires));
    if (!meta.isEmpty()) {
      payload.put("meta", meta);
    }
    var envelope = Envelope.sign(executor, Envelope.INVOCATION, payload.build());
    int size = envelope.bytes().size();
    if (size > MAX_SIZE) {
      throw new IpvmException(
          ErrorCode.EXHAUSTED,
          "the receipt of task "
              + Fields.of(args, "args").requireLink("ran")
              + " has "
              + size
              + " bytes, limit "
              + MAX_SIZE);
    }
    return read(new Invocation(envelope, Options.STRICT));
  }

  /// Reads a receipt of at most [#MAX_SIZE] bytes and checks form and signature.
  ///
  /// @throws MalformedException if it has another than the one form
  /// @throws IpvmException `MISMATCH` if the signature is not the issuer's
  public static Receipt decode(Bytes bytes) {
    return decode(bytes, MAX_SIZE);
  }

  /// Reads a receipt of at most `limit` bytes and checks form and signature.
  ///
  /// @throws MalformedException if it has another than the one form
  /// @throws IpvmException `MISMATCH` if the signature is not the issuer's
  public static Receipt decode(Bytes bytes, int limit) {
    var token = Invocation.decode(bytes, limit, Options.STRICT);
    token.envelope().requireSignature(token.issuer());
    requireOneForm(token);
    return read(token);
  }

  /// Reads a receipt of this node's own store, whose signature was checked or made here before.
  ///
  /// @throws MalformedException if it has another than the one form
  public static Receipt decodeTrusted(Bytes bytes) {
    var token = Invocation.decode(bytes, MAX_SIZE, Options.STRICT);
    requireOneForm(token);
    return read(token);
  }

  /// Reads a receipt as anybody may write it (rule RCP-1) and checks the signature. Where results
  /// are reused only those with [#isOneForm] are.
  ///
  /// @throws MalformedException if the form is wrong
  /// @throws IpvmException `MISMATCH` if the signature is not the issuer's
  public static Receipt of(Invocation token) {
    token.envelope().requireSignature(token.issuer());
    return read(token);
  }

  /// Whether it still says something at `now`, in seconds since 1970; results always do.
  public boolean holdsAt(long now) {
    return expires == null || now <= expires;
  }

  /// Whether this is the one form that its contents have.
  public boolean isOneForm() {
    try {
      requireOneForm(Invocation.decode(bytes, MAX_SIZE, Options.STRICT));
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static Receipt read(Invocation token) {
    if (!token.command().equals(COMMAND)) {
      throw new MalformedException(
          "the token is an invocation of " + token.command() + ", a receipt is one of " + COMMAND);
    }
    if (!token.subject().equals(token.issuer())) {
      throw new MalformedException(
          "a receipt is about its issuer: sub is "
              + token.subject()
              + " and iss is "
              + token.issuer());
    }
    requireAbsent("aud", token.audience() == null);
    requireAbsent("cause", token.cause() == null);
    requireAbsent("proofs in prf", token.proofs().isEmpty());
    var args = Fields.of(token.args(), "receipt args");
    var ran = args.requireLink("ran");
    var out = Outcome.of(args.require("out"));
    var run = args.findList("run").map(Receipt::effects).orElse(List.of());
    args.end();
    return new Receipt(
        token.cid(),
        token.bytes(),
        token.issuer(),
        ran,
        out,
        run,
        token.meta(),
        token.expires(),
        token.issuedAt());
  }

  private static List<Effect> effects(List<Node> items) {
    if (items.size() > MAX_EFFECTS) {
      throw new MalformedException(
          "a receipt requests " + items.size() + " tasks, limit " + MAX_EFFECTS);
    }
    return items.stream().map(Effect::of).toList();
  }

  private static void requireOneForm(Invocation token) {
    requirePlain(token.issuer());
    requireAbsent("a nonce", token.nonce().isEmpty());
    requireAbsent(
        "an empty meta", !token.envelope().payload().has("meta") || !token.meta().isEmpty());
    if (token.expires() == null) {
      requireAbsent("iat", token.issuedAt() == null);
    } else {
      var failed = token.args().find("out").filter(it -> Outcome.of(it) instanceof Outcome.Failed);
      requireAbsent("an exp other than null, except for an error", failed.isPresent());
    }
    var run = Fields.of(token.args(), "receipt args").findList("run");
    if (run.isPresent()) {
      var items = run.get();
      requireAbsent("an empty args.run", !items.isEmpty());
      requireAbsent(
          "effects in another form than theirs",
          effects(items).stream().<Node>map(Effect::toNode).toList().equals(items));
    }
  }

  /// A did:key with a version or a fragment would be a second form of the same receipt; without
  /// them there is one text for a key.
  private static void requirePlain(Did issuer) {
    var text = issuer.text();
    if (!text.startsWith(DID_KEY)
        || text.indexOf('#') >= 0
        || text.indexOf(':', DID_KEY.length()) >= 0) {
      throw new MalformedException("receipt: iss has to be a plain did:key, is " + issuer);
    }
  }

  private static void requireAbsent(String what, boolean absent) {
    if (!absent) {
      throw new MalformedException("a receipt must not have " + what);
    }
  }
}
