package io.ipvm.workflow;

import io.ipvm.ipld.Bytes;
import io.ipvm.ipld.Cid;
import io.ipvm.ipld.Codec;
import io.ipvm.ipld.MalformedException;
import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/// URLs as Homestar prints them again, which is the form that is hashed: the serialisation of the
/// WHATWG URL standard.
///
/// For `ipfs:`, `java:` and other schemes without rules of their own that is nearly the text
/// itself. For `http`, `https`, `ws`, `wss`, `ftp` and `file` the host is lower case, the default
/// port goes away and the path is made absolute. Hosts in numbers other than dotted decimal
/// (`http://0x7f.1`) are refused, not rewritten: nobody names a resource so.
///
/// Source: url.spec.whatwg.org, sections 4.4 and 4.5.
final class ResourceUrl {
  static final String IPFS = "ipfs://";
  private static final Bytes V1_DAG_PB = Bytes.of((byte) 1, (byte) Codec.DAG_PB);
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);
  private static final Map<String, Integer> SPECIAL =
      Map.of("http", 80, "https", 443, "ws", 80, "wss", 443, "ftp", 21, "file", -1);
  private static final Pattern DECIMAL_HOST = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern NUMBER_AT_END =
      Pattern.compile("(.*\\.)?(\\d+|0[xX][0-9a-fA-F]*)\\.?");
  private static final Pattern FORBIDDEN_IN_HOST =
      Pattern.compile("[\\x00-\\x20#/<>?@\\[\\\\\\]^|]");

  private ResourceUrl() {}

  /// Of a module or a file by its CID.
  static String of(Cid cid) {
    // Version 0 has no base32 form: its version 1 twin names the same block.
    return IPFS + (cid.version() == 0 ? Cid.of(V1_DAG_PB.concat(cid.multihash())) : cid);
  }

  /// The CID of an `ipfs://CID` URL, if `url` is one.
  static Optional<Cid> findCid(String url) {
    if (!url.startsWith(IPFS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Cid.parse(url.substring(IPFS.length())));
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  /// `text` as the URL parser prints it.
  ///
  /// @throws MalformedException if it is no absolute URL
  static String normalised(String text) {
    var match = SCHEME.matcher(trimmed(text));
    if (!match.matches()) {
      throw new MalformedException("`" + text + "` is no URL: it has no scheme");
    }
    var scheme = match.group(1).toLowerCase(Locale.ROOT);
    var rest = match.group(2);
    boolean special = SPECIAL.containsKey(scheme);
    int hash = rest.indexOf('#');
    var fragment = hash < 0 ? "" : "#" + encoded(rest.substring(hash + 1), ResourceUrl::inFragment);
    rest = hash < 0 ? rest : rest.substring(0, hash);
    int mark = rest.indexOf('?');
    var query =
        mark < 0
            ? ""
            : "?" + encoded(rest.substring(mark + 1), c -> inQuery(c) || (special && c == '\''));
    rest = mark < 0 ? rest : rest.substring(0, mark);
    if (special) {
      rest = withSlashes(rest.replace('\\', '/'), scheme);
    }
    return scheme + ":" + hierarchy(rest, scheme, text) + query + fragment;
  }

  /// The part between scheme and query.
  private static String hierarchy(String rest, String scheme, String text) {
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      var authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      var path = slash < 0 ? "" : rest.substring(slash);
      return "//" + authority(authority, scheme, text) + path(path, SPECIAL.containsKey(scheme));
    }
    if (rest.startsWith("/")) {
      return path(rest, false);
    }
    return encoded(rest, ResourceUrl::isControl);
  }

  /// Special schemes take any number of slashes for two.
  private static String withSlashes(String rest, String scheme) {
    if (scheme.equals("file")) {
      return rest.startsWith("//") ? rest : "//" + (rest.startsWith("/") ? rest : "/" + rest);
    }
    int slashes = 0;
    while (slashes < rest.length() && rest.charAt(slashes) == '/') {
      slashes++;
    }
    return "//" + rest.substring(slashes);
  }

  private static String authority(String authority, String scheme, String text) {
    int at = authority.lastIndexOf('@');
    var credentials = at < 0 ? "" : credentials(authority.substring(0, at));
    var hostAndPort = authority.substring(at + 1);
    // The first colon behind an address in brackets: no host has one in it.
    int colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1);
    boolean hasPort = colon >= 0;
    var host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
    var port = hasPort ? hostAndPort.substring(colon + 1) : "";
    boolean special = SPECIAL.containsKey(scheme);
    if (host.isEmpty() && special && !scheme.equals("file")) {
      throw new MalformedException("`" + text + "` is no URL: it has no host");
    }
    return credentials
        + (special ? domain(host, text) : opaqueHost(host, text))
        + port(port, scheme, text);
  }

  private static String credentials(String text) {
    int colon = text.indexOf(':');
    var user = encoded(colon < 0 ? text : text.substring(0, colon), ResourceUrl::inUserInfo);
    var password = colon < 0 ? "" : encoded(text.substring(colon + 1), ResourceUrl::inUserInfo);
    return user.isEmpty() && password.isEmpty()
        ? ""
        : user + (password.isEmpty() ? "" : ":" + password) + "@";
  }

  private static String domain(String host, String text) {
    if (host.isEmpty() || host.startsWith("[")) {
      return host.toLowerCase(Locale.ROOT);
    }
    try {
      var ascii = IDN.toASCII(percentDecoded(host)).toLowerCase(Locale.ROOT);
      boolean odd =
          NUMBER_AT_END.matcher(ascii).matches() && !DECIMAL_HOST.matcher(ascii).matches();
      if (odd || ascii.contains("%") || FORBIDDEN_IN_HOST.matcher(ascii).find()) {
        throw new MalformedException("`" + text + "` is no URL: host `" + host + "`");
      }
      return ascii;
    } catch (IllegalArgumentException e) {
      throw new MalformedException("`" + text + "` is no URL: host `" + host + "`", e);
    }
  }

  private static String opaqueHost(String host, String text) {
    if (!host.startsWith("[") && FORBIDDEN_IN_HOST.matcher(host).find()) {
      throw new MalformedException("`" + text + "` is no URL: host `" + host + "`");
    }
    return encoded(host, ResourceUrl::isControl);
  }

  private static String port(String port, String scheme, String text) {
    if (port.isEmpty()) {
      return "";
    }
    if (!port.matches("\\d{1,9}") || Integer.parseInt(port) > 0xffff) {
      throw new MalformedException("`" + text + "` is no URL: port `" + port + "`");
    }
    int number = Integer.parseInt(port);
    return SPECIAL.getOrDefault(scheme, -1) == number ? "" : ":" + number;
  }

  /// Absolute, without `.` and `..`.
  private static String path(String path, boolean special) {
    if (path.isEmpty()) {
      return special ? "/" : "";
    }
    var kept = new ArrayDeque<String>();
    var segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      var plain = segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".");
      boolean last = i == segments.length - 1;
      if (plain.equals("..")) {
        kept.pollLast();
      }
      if (plain.equals("..") || plain.equals(".")) {
        if (last) {
          kept.add("");
        }
      } else {
        kept.add(encoded(segments[i], ResourceUrl::inPath));
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) <= ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) <= ' ') {
      to--;
    }
    return text.substring(from, to).replaceAll("[\\t\\n\\r]", "");
  }

  private static String encoded(String text, IntPredicate isEncoded) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (isEncoded.test(c)) {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
              out.append('%').append(HEX.toHexDigits(b));
            }
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static String percentDecoded(String text) {
    var bytes = new ByteArrayOutputStream();
    var raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%' && i + 2 < raw.length && hex(raw[i + 1]) >= 0 && hex(raw[i + 2]) >= 0) {
        bytes.write(hex(raw[i + 1]) << 4 | hex(raw[i + 2]));
        i += 2;
      } else {
        bytes.write(raw[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int hex(byte digit) {
    return Character.digit(digit, 16);
  }

  private static boolean isControl(int c) {
    return c < 0x20 || c > 0x7e;
  }

  private static boolean inFragment(int c) {
    return isControl(c) || " \"<>`".indexOf(c) >= 0;
  }

  private static boolean inQuery(int c) {
    return isControl(c) || " \"#<>".indexOf(c) >= 0;
  }

  private static boolean inPath(int c) {
    return inQuery(c) || "?`{}".indexOf(c) >= 0;
  }

  private static boolean inUserInfo(int c) {
    return inPath(c) || "/:;=@[\\]^|".indexOf(c) >= 0;
  }
}
