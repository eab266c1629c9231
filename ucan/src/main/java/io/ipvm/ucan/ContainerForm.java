package io.ipvm.ucan;

import io.ipvm.ipld.MalformedException;
import io.ipvm.ipld.Multibase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a container is written: the byte it begins with says it (rules CTN-2, C19).
public enum ContainerForm {
  RAW('@', null, false),
  BASE64('B', Multibase.BASE64_PAD, false),
  BASE64_URL('C', Multibase.BASE64_URL, false),
  RAW_GZIP('M', null, true),
  BASE64_GZIP('O', Multibase.BASE64_PAD, true),
  BASE64_URL_GZIP('P', Multibase.BASE64_URL, true);

  private final char header;
  private final @Nullable Multibase base;
  private final boolean zipped;

  ContainerForm(char header, @Nullable Multibase base, boolean zipped) {
    this.header = header;
    this.base = base;
    this.zipped = zipped;
  }

  /// The first byte, as a character.
  public char header() {
    return header;
  }

  /// Whether it is text all through, to be pasted and printed.
  public boolean isText() {
    return base != null;
  }

  Optional<Multibase> base() {
    return Optional.ofNullable(base);
  }

  boolean isZipped() {
    return zipped;
  }

  /// The form that begins with `first`; no token begins like that.
  public static Optional<ContainerForm> find(byte first) {
    for (var form : values()) {
      if (form.header == first) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  static ContainerForm require(byte first) {
    return find(first)
        .orElseThrow(() ->
            new MalformedException(
                "a container begins with one of @, B, C, M, O and P, not with 0x"
                    + Integer.toHexString(first & 0xff)));
  }
}
