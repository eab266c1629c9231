package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Quoted;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names one execution of a workflow: a ULID, 26 characters of Crockford base32, of which the first
/// ten are the time in milliseconds. Text order is the order of making; [RunIds] makes them.
///
/// Source: ulid/spec.
public record RunId(String text) implements Comparable<RunId> {
  static final int RANDOM_BITS = 80;
  private static final int SIZE = 16;
  private static final int LENGTH = 26;
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

  /// Takes the canonical text; [#parse] also takes lower case.
  ///
  /// @throws MalformedException if `text` is no ULID
  public RunId {
    if (!FORM.matcher(text).matches()) {
      throw new MalformedException(
          "run id "
              + Quoted.of(text)
              + " is no ULID: it has to be 26 characters of "
              + DIGITS
              + " and start with 0 to 7");
    }
  }

  /// Reads the text form, in either case.
  ///
  /// @throws MalformedException if `text` is no ULID
  public static RunId parse(String text) {
    return new RunId(text.toUpperCase(Locale.ROOT));
  }

  /// Reads the 16 bytes of [#bytes].
  ///
  /// @throws MalformedException if there are more or fewer
  public static RunId of(Bytes bytes) {
    if (bytes.size() != SIZE) {
      throw new MalformedException("run id has " + bytes.size() + " bytes, not " + SIZE);
    }
    return of(new BigInteger(1, bytes.toArray()));
  }

  static RunId of(BigInteger value) {
    var text = new char[LENGTH];
    var rest = value;
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS.charAt(rest.intValue() & 31);
      rest = rest.shiftRight(5);
    }
    return new RunId(new String(text));
  }

  /// When the run was made, to the millisecond.
  public Instant instant() {
    return Instant.ofEpochMilli(value().shiftRight(RANDOM_BITS).longValueExact());
  }

  /// The 16 bytes, the time first.
  public Bytes bytes() {
    var bytes = new byte[SIZE];
    var rest = value();
    for (int i = SIZE - 1; i >= 0; i--) {
      bytes[i] = rest.byteValue();
      rest = rest.shiftRight(Byte.SIZE);
    }
    return Bytes.owned(bytes);
  }

  @Override
  public int compareTo(RunId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  BigInteger value() {
    var value = BigInteger.ZERO;
    for (int i = 0; i < LENGTH; i++) {
      value = value.shiftLeft(5).or(BigInteger.valueOf(DIGITS.indexOf(text.charAt(i))));
    }
    return value;
  }
}
