package io.ipvm.ipld;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where something can be reached, as a path of protocols: `/ip4/127.0.0.1/udp/4001/quic-v1`.
///
/// Equal by bytes. The text is canonical: an address that was parsed may print otherwise
/// (`/ipfs/Qm...` as `/p2p/Qm...`, a CID of a peer as its base58 multihash, IPv6 as RFC 5952 says).
/// Source: multiformats/multiaddr.
public final class Multiaddr {
  /// Longest address, in bytes or characters.
  public static final int MAX_SIZE = 4096;

  private final Bytes bytes;
  private final List<Component> components;

  /// One protocol on the path.
  ///
  /// @param value empty for protocols that take none
  public record Component(MultiaddrProtocol protocol, Bytes value) {
    /// `/udp/4001`, say.
    @Override
    public String toString() {
      var name = "/" + protocol.text();
      if (protocol.isPath()) {
        return name + protocol.print(value);
      }
      return protocol.hasValue() ? name + "/" + protocol.print(value) : name;
    }
  }

  private Multiaddr(List<Component> components) {
    this.components = List.copyOf(components);
    var joined = Bytes.EMPTY;
    for (var component : components) {
      joined = joined.concat(Varint.encode(component.protocol.code()));
      if (component.protocol.isVariable()) {
        joined = joined.concat(Varint.encode(component.value.size()));
      }
      joined = joined.concat(component.value);
    }
    bytes = joined;
  }

  /// Reads the text form.
  ///
  /// @throws MalformedException if it is none, with the protocol that is wrong
  public static Multiaddr parse(String text) {
    if (!text.startsWith("/") || text.length() < 2 || text.length() > MAX_SIZE) {
      throw new MalformedException(
          Quoted.of(text) + " is no multiaddr: it is a path of 2 to " + MAX_SIZE + " characters");
    }
    try {
      return new Multiaddr(components(text));
    } catch (MalformedException e) {
      throw new MalformedException(Quoted.of(text) + " is no multiaddr: " + e.getMessage(), e);
    }
  }

  private static List<Component> components(String text) {
    var components = new ArrayList<Component>();
    // A slash at the end is taken.
    int end = text.endsWith("/") ? text.length() - 1 : text.length();
    int at = 0;
    do {
      int nameEnd = slash(text, at + 1, end);
      var protocol = MultiaddrProtocol.require(text.substring(at + 1, nameEnd));
      at = nameEnd;
      var value = Bytes.EMPTY;
      if (protocol.isPath() && at < end) {
        value = protocol.read(text.substring(at, end));
        at = end;
      } else if (protocol.hasValue()) {
        if (at == end) {
          throw new MalformedException(protocol.text() + " takes a value");
        }
        int valueEnd = slash(text, at + 1, end);
        value = protocol.read(text.substring(at + 1, valueEnd));
        at = valueEnd;
      }
      components.add(new Component(protocol, value));
    } while (at < end);
    return components;
  }

  private static int slash(String text, int from, int end) {
    int found = text.indexOf('/', from);
    return found < 0 || found > end ? end : found;
  }

  /// Reads the binary form, all of it.
  ///
  /// @throws MalformedException if `bytes` is no address
  public static Multiaddr of(Bytes bytes) {
    if (bytes.isEmpty() || bytes.size() > MAX_SIZE) {
      throw new MalformedException(
          "multiaddr of " + bytes.size() + " bytes, which has to be 1 to " + MAX_SIZE);
    }
    var components = new ArrayList<Component>();
    var reader = new BytesReader(bytes);
    try {
      while (reader.remaining() > 0) {
        var protocol = MultiaddrProtocol.require(reader.varint());
        var value = reader.bytes(protocol.isVariable() ? reader.varint() : protocol.size());
        protocol.check(value);
        components.add(new Component(protocol, value));
      }
      return new Multiaddr(components);
    } catch (MalformedException e) {
      throw new MalformedException("multiaddr: " + e.getMessage(), e);
    }
  }

  public Bytes bytes() {
    return bytes;
  }

  public List<Component> components() {
    return components;
  }

  /// The first component of that protocol.
  public Optional<Component> find(MultiaddrProtocol protocol) {
    return components.stream().filter(it -> it.protocol == protocol).findFirst();
  }

  /// This address with `more` below it.
  public Multiaddr concat(Multiaddr more) {
    var all = new ArrayList<>(components);
    all.addAll(more.components);
    return new Multiaddr(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multiaddr that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    components.forEach(text::append);
    return text.toString();
  }
}
