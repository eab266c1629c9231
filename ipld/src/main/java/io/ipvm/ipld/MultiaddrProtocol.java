package io.ipvm.ipld;

import java.util.Optional;

/// The protocols that a [Multiaddr] is made of (multiformats/multiaddr protocols.csv).
public enum MultiaddrProtocol {
  IP4(4, "ip4", MultiaddrValue.IP4),
  TCP(6, "tcp", MultiaddrValue.PORT),
  DCCP(33, "dccp", MultiaddrValue.PORT),
  IP6(41, "ip6", MultiaddrValue.IP6),
  IP6ZONE(42, "ip6zone", MultiaddrValue.TEXT),
  IPCIDR(43, "ipcidr", MultiaddrValue.BYTE),
  DNS(53, "dns", MultiaddrValue.TEXT),
  DNS4(54, "dns4", MultiaddrValue.TEXT),
  DNS6(55, "dns6", MultiaddrValue.TEXT),
  DNSADDR(56, "dnsaddr", MultiaddrValue.TEXT),
  SCTP(132, "sctp", MultiaddrValue.PORT),
  UDP(273, "udp", MultiaddrValue.PORT),
  P2P_WEBRTC_STAR(275, "p2p-webrtc-star", MultiaddrValue.NONE),
  P2P_WEBRTC_DIRECT(276, "p2p-webrtc-direct", MultiaddrValue.NONE),
  P2P_STARDUST(277, "p2p-stardust", MultiaddrValue.NONE),
  WEBRTC_DIRECT(280, "webrtc-direct", MultiaddrValue.NONE),
  WEBRTC(281, "webrtc", MultiaddrValue.NONE),
  P2P_CIRCUIT(290, "p2p-circuit", MultiaddrValue.NONE),
  UDT(301, "udt", MultiaddrValue.NONE),
  UTP(302, "utp", MultiaddrValue.NONE),
  UNIX(400, "unix", MultiaddrValue.PATH),
  P2P(421, "p2p", MultiaddrValue.PEER),
  HTTPS(443, "https", MultiaddrValue.NONE),
  ONION(444, "onion", MultiaddrValue.ONION),
  ONION3(445, "onion3", MultiaddrValue.ONION3),
  GARLIC64(446, "garlic64", MultiaddrValue.GARLIC64),
  GARLIC32(447, "garlic32", MultiaddrValue.GARLIC32),
  TLS(448, "tls", MultiaddrValue.NONE),
  SNI(449, "sni", MultiaddrValue.TEXT),
  NOISE(454, "noise", MultiaddrValue.NONE),
  QUIC(460, "quic", MultiaddrValue.NONE),
  QUIC_V1(461, "quic-v1", MultiaddrValue.NONE),
  WEBTRANSPORT(465, "webtransport", MultiaddrValue.NONE),
  CERTHASH(466, "certhash", MultiaddrValue.MULTIHASH),
  WS(477, "ws", MultiaddrValue.NONE),
  WSS(478, "wss", MultiaddrValue.NONE),
  P2P_WEBSOCKET_STAR(479, "p2p-websocket-star", MultiaddrValue.NONE),
  HTTP(480, "http", MultiaddrValue.NONE),
  HTTP_PATH(481, "http-path", MultiaddrValue.PERCENT),
  MEMORY(777, "memory", MultiaddrValue.NUMBER);

  private final long code;
  private final String text;
  private final MultiaddrValue value;

  MultiaddrProtocol(long code, String text, MultiaddrValue value) {
    this.code = code;
    this.text = text;
    this.value = value;
  }

  /// The protocol of this name; `ipfs` is an old one of [#P2P].
  public static Optional<MultiaddrProtocol> find(String text) {
    if (text.equals("ipfs")) {
      return Optional.of(P2P);
    }
    for (var protocol : values()) {
      if (protocol.text.equals(text)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }

  static MultiaddrProtocol require(String text) {
    return find(text)
        .orElseThrow(() -> new MalformedException("protocol " + Quoted.of(text) + " is not known"));
  }

  static MultiaddrProtocol require(long code) {
    for (var protocol : values()) {
      if (protocol.code == code) {
        return protocol;
      }
    }
    throw new MalformedException("protocol " + code + " is not known");
  }

  public long code() {
    return code;
  }

  /// The name, as addresses have it.
  public String text() {
    return text;
  }

  boolean hasValue() {
    return value != MultiaddrValue.NONE;
  }

  /// Whether the value is all that is left of the text.
  boolean isPath() {
    return value == MultiaddrValue.PATH;
  }

  /// Whether the value says how long it is.
  boolean isVariable() {
    return value.size() < 0;
  }

  /// Bytes of the value.
  int size() {
    return value.size();
  }

  Bytes read(String shown) {
    try {
      var read = value.read(shown);
      value.check(read);
      return read;
    } catch (MalformedException | IllegalArgumentException e) {
      throw new MalformedException(
          Quoted.of(shown) + " is no value of " + text + ": " + e.getMessage(), e);
    }
  }

  void check(Bytes read) {
    try {
      value.check(read);
    } catch (MalformedException e) {
      throw new MalformedException(read + " is no value of " + text + ": " + e.getMessage(), e);
    }
  }

  String print(Bytes read) {
    return value.print(read);
  }
}
