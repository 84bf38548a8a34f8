package org.imageengine.distributors.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Works on blocks of a disk by several threads, and hands them over in order.
 *
 * @param <T> what comes of a block besides its bytes
 */
final class BlockPipeline<T> implements AutoCloseable {
  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());
  // Bounds the memory: so many blocks are worked on and not yet handed over.
  private static final int AHEAD = 2 * THREADS;

  /** What is done with a block, by any thread. */
  @FunctionalInterface
  interface Work<T> {
    /** Fills {@code block}, which is empty and {@link Blocks#BLOCK} large, and flips it. */
    T run(ByteBuffer block) throws IOException;
  }

  /** Takes the blocks in order, in the thread that submits them. */
  @FunctionalInterface
  interface Taker<T> {
    void take(T result, ByteBuffer block);
  }

  private record Task<T>(Future<T> result, ByteBuffer block) {}

  private final Taker<T> taker;
  private final Deque<Task<T>> ahead = new ArrayDeque<>();
  private final Deque<ByteBuffer> free = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  BlockPipeline(Taker<T> taker) {
    this.taker = taker;
    for (int i = 0; i < AHEAD; i++) {
      free.add(ByteBuffer.allocateDirect(Blocks.BLOCK));
    }
  }

  /** Gives a block to work on; waits for the oldest if too many are under way. */
  void submit(Work<T> work) throws IOException, InterruptedException {
    if (free.isEmpty()) {
      takeOne();
    }
    ByteBuffer block = free.remove().clear();
    ahead.add(new Task<>(threads.submit(() -> work.run(block)), block));
  }

  /** Waits until all blocks are handed over. */
  void finish() throws IOException, InterruptedException {
    while (!ahead.isEmpty()) {
      takeOne();
    }
  }

  private void takeOne() throws IOException, InterruptedException {
    Task<T> oldest = ahead.remove();
    try {
      taker.take(oldest.result().get(), oldest.block());
      free.add(oldest.block());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClosedByInterruptException) {
        throw new InterruptedException();
      }
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends the threads; what they work on is given up. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
