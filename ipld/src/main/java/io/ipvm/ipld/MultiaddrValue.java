package io.ipvm.ipld;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// How the values of multiaddr protocols are written, as text and in bytes.
enum MultiaddrValue {
  NONE(0) {
    @Override
    Bytes read(String text) {
      return Bytes.EMPTY;
    }

    @Override
    String print(Bytes value) {
      return "";
    }
  },
  IP4(4) {
    @Override
    Bytes read(String text) {
      if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
        throw new MalformedException("it is not of the form 127.0.0.1");
      }
      return Bytes.of(Inet4Address.ofLiteral(text).getAddress());
    }

    @Override
    String print(Bytes value) {
      return IpText.four(value);
    }
  },
  IP6(16) {
    @Override
    Bytes read(String text) {
      if (text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
        throw new MalformedException("it is not of the form 2001:db8::1");
      }
      var bytes = Bytes.of(Inet6Address.ofLiteral(text).getAddress());
      return bytes.size() == 4 ? IpText.MAPPED.concat(bytes) : bytes;
    }

    @Override
    String print(Bytes value) {
      return IpText.six(value);
    }
  },
  PORT(2) {
    @Override
    Bytes read(String text) {
      return number(text, 0xffff, 2);
    }

    @Override
    String print(Bytes value) {
      return Integer.toString(value.asBuffer().getShort() & 0xffff);
    }
  },
  BYTE(1) {
    @Override
    Bytes read(String text) {
      return number(text, 0xff, 1);
    }

    @Override
    String print(Bytes value) {
      return Integer.toString(value.at(0) & 0xff);
    }
  },
  NUMBER(8) {
    @Override
    Bytes read(String text) {
      return number(text, -1, 8);
    }

    @Override
    String print(Bytes value) {
      return Long.toUnsignedString(value.asBuffer().getLong());
    }
  },
  TEXT(-1) {
    @Override
    void check(Bytes value) {
      var text = Utf8.decode(value.array(), value.offset(), value.size());
      if (text == null || text.isEmpty() || text.indexOf('/') >= 0) {
        throw new MalformedException("it is no text without slashes");
      }
    }
  },
  PATH(-1) {
    @Override
    void check(Bytes value) {
      var text = Utf8.decode(value.array(), value.offset(), value.size());
      if (text == null || !text.startsWith("/") || text.length() < 2 || text.endsWith("/")) {
        throw new MalformedException("it is no path that begins with a slash");
      }
    }
  },
  PERCENT(-1) {
    @Override
    Bytes read(String text) {
      // URLDecoder is for forms, where + is a space.
      return Bytes.utf8(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    @Override
    String print(Bytes value) {
      var text = new StringBuilder();
      for (byte b : value.toArray()) {
        boolean plain = UNRESERVED.indexOf(b) >= 0;
        text.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
      }
      return text.toString();
    }

    @Override
    void check(Bytes value) {
      if (value.isEmpty() || Utf8.decode(value.array(), value.offset(), value.size()) == null) {
        throw new MalformedException("it is no text");
      }
    }
  },
  PEER(-1) {
    @Override
    Bytes read(String text) {
      if (text.startsWith("Qm") || text.startsWith("1")) {
        return Multibase.BASE58_BTC.decodeBare(text);
      }
      var cid = Cid.parse(text);
      if (cid.codec() != Codec.LIBP2P_KEY) {
        throw new MalformedException("its codec is not libp2p-key");
      }
      return cid.multihash();
    }

    @Override
    String print(Bytes value) {
      return Multibase.BASE58_BTC.encodeBare(value);
    }

    @Override
    void check(Bytes value) {
      requirePeer(Multihash.of(value));
    }
  },
  MULTIHASH(-1) {
    @Override
    Bytes read(String text) {
      return Multibase.decode(text);
    }

    @Override
    String print(Bytes value) {
      return Multibase.BASE64_URL.encode(value);
    }

    @Override
    void check(Bytes value) {
      Multihash.of(value);
    }
  },
  ONION(12) {
    @Override
    Bytes read(String text) {
      return onion(text, 10);
    }

    @Override
    String print(Bytes value) {
      return printOnion(value);
    }

    @Override
    void check(Bytes value) {
      requirePort(value);
    }
  },
  ONION3(37) {
    @Override
    Bytes read(String text) {
      return onion(text, 35);
    }

    @Override
    String print(Bytes value) {
      return printOnion(value);
    }

    @Override
    void check(Bytes value) {
      requirePort(value);
    }
  },
  GARLIC64(-1) {
    @Override
    Bytes read(String text) {
      return Bytes.owned(Base64.getDecoder().decode(text.replace('-', '+').replace('~', '/')));
    }

    @Override
    String print(Bytes value) {
      return Base64.getEncoder()
          .encodeToString(value.toArray())
          .replace('+', '-')
          .replace('/', '~');
    }

    @Override
    void check(Bytes value) {
      if (value.size() < 386) {
        throw new MalformedException("it has " + value.size() + " bytes, at least 386 are needed");
      }
    }
  },
  GARLIC32(-1) {
    @Override
    Bytes read(String text) {
      return Multibase.BASE32.decodeBare(text);
    }

    @Override
    String print(Bytes value) {
      return Multibase.BASE32.encodeBare(value);
    }

    @Override
    void check(Bytes value) {
      if (value.size() != 32 && value.size() < 35) {
        throw new MalformedException(
            "it has " + value.size() + " bytes, which has to be 32, or 35 and more");
      }
    }
  };

  /// Characters that stand for themselves in percent-encoded text (RFC 3986, section 2.3).
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private final int size;

  MultiaddrValue(int size) {
    this.size = size;
  }

  /// Bytes of the value, or -1 where it says so itself.
  int size() {
    return size;
  }

  /// The value that a text means; most values are their text.
  Bytes read(String text) {
    return Bytes.utf8(text);
  }

  /// What [#read] reads.
  String print(Bytes value) {
    return new String(value.toArray(), StandardCharsets.UTF_8);
  }

  /// Refuses a value of the right size that is none.
  void check(Bytes value) {}

  private static Bytes number(String text, long max, int size) {
    boolean digits = text.matches("[0-9]{1,20}");
    try {
      long value = digits ? Long.parseUnsignedLong(text) : 0;
      if (digits && Long.compareUnsigned(value, max) <= 0) {
        return Bytes.of(ByteBuffer.allocate(8).putLong(0, value)).slice(8 - size);
      }
    } catch (NumberFormatException e) {
      // more than 64 bits
    }
    throw new MalformedException("it is no number from 0 to " + Long.toUnsignedString(max));
  }

  private static Bytes onion(String text, int size) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new MalformedException("it has no port");
    }
    var address = Multibase.BASE32.decodeBare(text.substring(0, colon));
    if (address.size() != size) {
      throw new MalformedException("its address has " + address.size() + " bytes, not " + size);
    }
    return address.concat(PORT.read(text.substring(colon + 1)));
  }

  private static String printOnion(Bytes value) {
    int port = value.size() - 2;
    return Multibase.BASE32.encodeBare(value.slice(0, port)) + ":" + PORT.print(value.slice(port));
  }

  private static void requirePort(Bytes value) {
    if (value.asBuffer().getShort(value.size() - 2) == 0) {
      throw new MalformedException("its port is 0");
    }
  }

  /// A peer is named by its key, or by the hash of a key that is too long for that.
  private static void requirePeer(Multihash hash) {
    boolean key = hash.code() == Multihash.IDENTITY && !hash.digest().isEmpty();
    boolean digest =
        hash.code() == HashFunction.SHA2_256.code()
            && hash.digest().size() == HashFunction.SHA2_256.size();
    if (!key && !digest) {
      throw new MalformedException("a peer is named by sha2-256 or by its key itself");
    }
  }
}
