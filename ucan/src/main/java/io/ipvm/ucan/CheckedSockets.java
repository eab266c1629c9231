package io.ipvm.ucan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/// TLS over sockets that connect to some addresses alone.
///
/// `HttpsURLConnection` asks for a plain socket, lets it connect to the address that it resolved,
/// and asks for TLS over it, with the name of the host to be checked against the certificate. So
/// the address is checked by the call that connects to it. All other ways to get a socket are
/// closed.
final class CheckedSockets extends SSLSocketFactory {
  private final SSLSocketFactory tls;
  private final Predicate<InetAddress> allowed;

  CheckedSockets(SSLSocketFactory tls, Predicate<InetAddress> allowed) {
    this.tls = tls;
    this.allowed = allowed;
  }

  private static final class CheckedSocket extends Socket {
    private final Predicate<InetAddress> allowed;

    CheckedSocket(Predicate<InetAddress> allowed) {
      this.allowed = allowed;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
      if (!(endpoint instanceof InetSocketAddress to) || to.isUnresolved()) {
        throw new IOException(endpoint + " is unknown");
      }
      if (!allowed.test(to.getAddress())) {
        throw new IOException(to.getHostString() + " is at no public address");
      }
      super.connect(to, timeoutMillis);
    }
  }

  @Override
  public Socket createSocket() {
    return new CheckedSocket(allowed);
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(connected, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw unchecked();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw unchecked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw unchecked();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    throw unchecked();
  }

  private static IOException unchecked() {
    return new IOException("a socket that connects without a check is not to be had");
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }
}
