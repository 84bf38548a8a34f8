package org.imageengine.provisioners;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens channels so that an interrupt ends it and is not lost.
 *
 * <p>JSch waits for the server's answer once. It takes an interrupt for a refusal and forgets it,
 * and takes for one, too, the needless wake-up that a thread may have just after an interrupt. So
 * the wait is in a thread that nobody interrupts.
 */
final class SshChannel {
  private SshChannel() {}

  /** Opens it. Whoever calls closes it, whatever comes of this. */
  static void connect(Channel channel, Duration limit) throws JSchException, InterruptedException {
    int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toMillis()));
    FutureTask<Void> opening =
        new FutureTask<>(
            () -> {
              channel.connect(millis);
              return null;
            });
    Thread thread = new Thread(opening, "ssh-open");
    thread.setDaemon(true);
    thread.start();
    try {
      opening.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JSchException refusal) {
        throw refusal;
      }
      throw new JSchException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new JSchException("the server did not open a channel in " + millis + " ms", e);
    }
  }
}
