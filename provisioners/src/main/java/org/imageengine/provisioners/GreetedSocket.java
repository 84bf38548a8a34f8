package org.imageengine.provisioners;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SocketFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connection to an SSH server that has said its first word. A port that is forwarded accepts
 * connections before there is a server, and such a connection may hang: so it is given up soon, and
 * the next one is tried. One that is greeted is gone on with: for each connection a guest starts a
 * program.
 */
final class GreetedSocket implements SocketFactory, AutoCloseable {
  private static final int MILLIS = 1_000;
  private static final byte[] START = "SSH-".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;

  private GreetedSocket(Socket socket) {
    this.socket = socket;
  }

  /**
   * Connects, and waits for the first word of a server.
   *
   * @throws JSchException if there is none within a second
   */
  static GreetedSocket open(String host, int port) throws JSchException {
    Socket socket = new Socket();
    boolean isGreeted = false;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), MILLIS);
      socket.setSoTimeout(MILLIS);
      byte[] said = socket.getInputStream().readNBytes(START.length);
      if (!Arrays.equals(said, START)) {
        throw new JSchException("no SSH server is behind the port yet");
      }
      socket.setSoTimeout(0);
      isGreeted = true;
      return new GreetedSocket(socket);
    } catch (SocketTimeoutException e) {
      throw new JSchException("no SSH server is behind the port yet", e);
    } catch (IOException e) {
      throw new JSchException(e.getMessage(), e);
    } finally {
      if (!isGreeted) {
        close(socket);
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was of no use anyway.
      return;
    }
  }

  @Override
  public void close() {
    close(socket);
  }

  @Override
  public Socket createSocket(String host, int port) {
    return socket;
  }

  /** The first word once more, and what follows it. */
  @Override
  public InputStream getInputStream(Socket same) throws IOException {
    return new SequenceInputStream(new ByteArrayInputStream(START), same.getInputStream());
  }

  @Override
  public OutputStream getOutputStream(Socket same) throws IOException {
    return same.getOutputStream();
  }
}
