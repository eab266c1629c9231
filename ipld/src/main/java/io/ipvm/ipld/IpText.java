package io.ipvm.ipld;

/// Addresses of the Internet Protocol as text.
final class IpText {
  /// What comes before an IPv4 address that is written as IPv6.
  static final Bytes MAPPED = Bytes.fromHex("00000000000000000000ffff");

  private static final int GROUPS = 8;

  private IpText() {}

  static String four(Bytes address) {
    return (address.at(0) & 0xff)
        + "."
        + (address.at(1) & 0xff)
        + "."
        + (address.at(2) & 0xff)
        + "."
        + (address.at(3) & 0xff);
  }

  /// As RFC 5952 says: no zeros in front, `::` for the first longest run of two zero groups or
  /// more.
  static String six(Bytes address) {
    if (address.slice(0, MAPPED.size()).equals(MAPPED)) {
      return "::ffff:" + four(address.slice(MAPPED.size()));
    }
    var groups = address.asBuffer().asShortBuffer();
    int from = 0;
    int longest = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups.get(end) == 0) {
        end++;
      }
      if (end - i > longest) {
        from = i;
        longest = end - i;
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (longest > 1 && i == from) {
        text.append("::");
        i += longest - 1;
      } else {
        boolean joined = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(joined ? "" : ":").append(Integer.toHexString(groups.get(i) & 0xffff));
      }
    }
    return text.toString();
  }
}
