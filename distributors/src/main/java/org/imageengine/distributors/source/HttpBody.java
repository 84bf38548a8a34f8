package org.imageengine.distributors.source;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What follows the headers of an answer. It is taken bit by bit, and waiting for a bit has a limit,
 * which the streams of the platform do not have.
 */
final class HttpBody implements HttpResponse.BodySubscriber<HttpBody>, AutoCloseable {
  private record Bit(List<ByteBuffer> bytes, boolean isLast, Throwable failure) {}

  // Never holds more than one bit and the end: the next one is asked for when one was taken.
  private final BlockingQueue<Bit> bits = new LinkedBlockingQueue<>();
  private volatile Flow.Subscription subscription;
  private volatile boolean closed;

  @Override
  public CompletionStage<HttpBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    bits.add(new Bit(bytes, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    bits.add(new Bit(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    bits.add(new Bit(List.of(), true, null));
  }

  /**
   * The next bytes, or nothing at the end.
   *
   * @throws ServerTrouble if none came within {@code limit}, or the connection broke
   */
  Optional<List<ByteBuffer>> next(Duration limit) throws ServerTrouble, InterruptedException {
    Bit bit = bits.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (bit == null) {
      throw new ServerTrouble("no byte came for " + HttpReader.seconds(limit));
    }
    if (bit.failure() != null) {
      throw new ServerTrouble("the connection broke", bit.failure());
    }
    if (bit.isLast()) {
      return Optional.empty();
    }
    subscription.request(1);
    return Optional.of(bit.bytes());
  }

  /** Ends the connection, unless all was read. */
  @Override
  public void close() {
    closed = true;
    Flow.Subscription now = subscription;
    if (now != null) {
      now.cancel();
    }
  }
}
