package org.imageengine.provisioners;

import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Looks whether an SSH server is there. A port that is forwarded accepts connections before there
 * is one, and such a connection may hang: so it is given up soon, and the next one is tried.
 */
final class SshBanner {
  private static final int MILLIS = 1_000;
  private static final String START = "SSH-";

  private SshBanner() {}

  /**
   * Waits for the first word of a server.
   *
   * @throws JSchException if there is none within a second
   */
  static void require(String host, int port) throws JSchException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), MILLIS);
      socket.setSoTimeout(MILLIS);
      String said =
          new String(socket.getInputStream().readNBytes(START.length()), StandardCharsets.US_ASCII);
      if (!said.equals(START)) {
        throw new JSchException("no SSH server is behind the port yet");
      }
    } catch (SocketTimeoutException e) {
      throw new JSchException("no SSH server is behind the port yet", e);
    } catch (IOException e) {
      throw new JSchException(e.getMessage(), e);
    }
  }
}
