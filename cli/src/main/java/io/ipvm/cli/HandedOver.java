package io.ipvm.cli;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.IpvmException;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import io.ipvm.ucan.ContainerForm;
import io.ipvm.ucan.ContainerReader;
import io.ipvm.ucan.Delegation;
import io.ipvm.ucan.Invocation;
import io.ipvm.ucan.OldToken;
import io.ipvm.ucan.Options;
import io.ipvm.ucan.ProofStore;
import io.ipvm.ucan.Receipt;
import io.ipvm.ucan.Token;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;

/// Tokens that somebody handed over: a container in any of its forms, one token as bytes, DAG-JSON
/// or multibase text; from a file, standard input, or the command line itself.
///
/// @param name what the operand was, for messages
/// @param older what is in it of older formats, to be looked at
record HandedOver(
    String name,
    List<Delegation> delegations,
    List<Invocation> invocations,
    List<Receipt> receipts,
    List<OldToken> older)
    implements ProofStore {
  /// How the operand is explained.
  static final String OPERAND = "a file, - for standard input, the text of a token or container";

  /// Bytes that are read of a file: the largest container, in base64, fits.
  private static final int LIMIT = 12 * 1024 * 1024;

  /// Operands that are longer are no names of files.
  private static final int LONGEST_NAME = 1024;

  /// No file system takes more in one name; no token has less.
  private static final int LONGEST_FILE_NAME = 255;

  private static final String STANDARD_INPUT = "-";
  private static final byte LIST_OF_TWO = (byte) 0x82;

  HandedOver {
    delegations = List.copyOf(delegations);
    invocations = List.copyOf(invocations);
    receipts = List.copyOf(receipts);
    older = List.copyOf(older);
  }

  /// Reads it.
  ///
  /// @throws Failure if there are no tokens in it
  static HandedOver load(String operand, Console console) throws IOException {
    var name = operand.equals(STANDARD_INPUT) ? "standard input" : shown(operand);
    return read(name, bytes(operand, console));
  }

  /// The bytes an operand means.
  static Bytes bytes(String operand, Console console) throws IOException {
    if (operand.equals(STANDARD_INPUT)) {
      return limited("standard input", console.in());
    }
    if (isFile(operand, console) || !looksLikeToken(Bytes.utf8(operand))) {
      try (var in = console.open(operand)) {
        return limited(operand, in);
      }
    }
    return Bytes.utf8(operand);
  }

  static boolean isFile(String operand, Console console) {
    try {
      return operand.length() <= LONGEST_NAME && Files.exists(console.resolve(operand));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /// A chain of delegations that is kept here.
  static HandedOver kept(List<Delegation> chain) {
    return new HandedOver("the chain", chain, List.of(), List.of(), List.of());
  }

  static HandedOver read(String name, Bytes bytes) {
    try {
      if (isContainer(bytes)) {
        var container = ContainerReader.read(bytes);
        return new HandedOver(
            name,
            container.delegations(),
            container.invocations(),
            container.receipts(),
            List.of());
      }
      return single(name, bytes);
    } catch (MalformedException e) {
      throw Failure.usage(
          name + " is no token",
          String.valueOf(e.getMessage()),
          "what is wanted is a file of `ipvm ucan delegate` or `invoke`, or a token of UCAN 1.0");
    } catch (IpvmException e) {
      throw new Failure(
          ExitStatus.of(e), name + " cannot be trusted", String.valueOf(e.getMessage()), "");
    }
  }

  private static HandedOver single(String name, Bytes bytes) {
    if (bytes.isEmpty()) {
      throw new MalformedException("it is empty");
    }
    if (bytes.at(0) == LIST_OF_TWO) {
      return of(name, Token.decode(bytes));
    }
    if (bytes.at(0) == '{' || !isText(bytes)) {
      return new HandedOver(name, List.of(), List.of(), List.of(), OldToken.read(bytes));
    }
    var text = new String(bytes.toArray(), StandardCharsets.UTF_8).strip();
    return of(
        name,
        text.startsWith("[")
            ? Token.ofJson(text, Options.STRICT)
            : Token.decode(Multibase.decode(text)));
  }

  private static HandedOver of(String name, Token token) {
    return switch (token) {
      case Delegation it -> new HandedOver(name, List.of(it), List.of(), List.of(), List.of());
      case Invocation it when it.command().equals(Receipt.COMMAND) ->
          new HandedOver(name, List.of(), List.of(), List.of(Receipt.of(it)), List.of());
      case Invocation it -> new HandedOver(name, List.of(), List.of(it), List.of(), List.of());
    };
  }

  private static boolean isText(Bytes bytes) {
    for (int i = 0; i < bytes.size(); i++) {
      if (bytes.at(i) < ' ' && !isSpace(bytes.at(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether these are the bytes of a container: its header, and behind it what its form has.
  static boolean isContainer(Bytes bytes) {
    int from = 0;
    while (from < bytes.size() && isSpace(bytes.at(from))) {
      from++;
    }
    if (from + 2 >= bytes.size()) {
      return false;
    }
    int first = bytes.at(from + 1) & 0xff;
    return ContainerForm.find(bytes.at(from))
        .map(form ->
            switch (form) {
              case RAW -> first >> 5 == 5; // a map
              case RAW_GZIP -> first == 0x1f;
              case BASE64, BASE64_URL, BASE64_GZIP, BASE64_URL_GZIP -> isBase64(bytes);
            })
        .orElse(false);
  }

  private static boolean isBase64(Bytes bytes) {
    for (int i = 0; i < bytes.size(); i++) {
      int c = bytes.at(i);
      boolean fits =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/'
              || c == '-'
              || c == '_'
              || c == '='
              || isSpace((byte) c);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /// Whether an operand is the thing itself rather than the name of a file.
  private static boolean looksLikeToken(Bytes text) {
    boolean tooLongForAName = text.size() > LONGEST_FILE_NAME;
    return (tooLongForAName && isBase64(text)) || (text.size() > 1 && text.at(0) == '[');
  }

  private static Bytes limited(String name, InputStream in) throws IOException {
    var bytes = in.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw Failure.usage(
          Text.visible(name) + " is no token",
          "it has more than " + LIMIT + " bytes, the limit",
          "a container holds 8 MiB of tokens at most");
    }
    return Bytes.owned(bytes);
  }

  private static String shown(String operand) {
    return Text.cut(Text.visible(operand), 40);
  }

  @Override
  public Optional<Delegation> find(Cid cid) {
    return delegations.stream().filter(link -> link.cid().equals(cid)).findFirst();
  }

  /// What it was, if a command has no use for it.
  Failure unfit(String what, String wanted, String next) {
    return Failure.usage(
        name + " " + what,
        "it has "
            + Humane.count(delegations.size(), "delegation")
            + ", "
            + Humane.count(invocations.size(), "invocation")
            + ", "
            + Humane.count(receipts.size(), "receipt")
            + (older.isEmpty() ? "" : ", " + Humane.count(older.size(), "token") + " of before 1.0")
            + "; "
            + wanted,
        next);
  }
}
