package org.imageengine.distributors.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.imageengine.distributors.CatalogException;
import org.junit.jupiter.api.Test;

class RetryingTest {
  private final Retrying retrying = new Retrying(Duration.ofMillis(1));
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void endsAfterSixAttemptsThatBringNothing() {
    IOException failure =
        catchThrowableOfType(
            IOException.class,
            () ->
                retrying.run(
                    TransferProgress.NONE,
                    progress -> {
                      attempts.incrementAndGet();
                      throw new IOException("cut off");
                    }));
    assertThat(failure).hasMessage("cut off (6 attempts)");
    assertThat(attempts).hasValue(6);
  }

  @Test
  void goesOnAsLongAsEachAttemptComesFurther() throws Exception {
    String result =
        retrying.run(
            TransferProgress.NONE,
            progress -> {
              int attempt = attempts.incrementAndGet();
              progress.at(attempt, 20);
              if (attempt < 20) {
                throw new IOException("cut off");
              }
              return "done";
            });
    assertThat(result).isEqualTo("done");
  }

  @Test
  void whatIsFinalIsNotTriedAgain() {
    CatalogException failure = new CatalogException(CatalogException.Code.NO_PERMISSION, "no");
    for (Exception each : new Exception[] {failure, new AccessDeniedException("file")}) {
      attempts.set(0);
      assertThat(
              catchThrowable(
                  () ->
                      retrying.run(
                          TransferProgress.NONE,
                          progress -> {
                            attempts.incrementAndGet();
                            if (each instanceof CatalogException e) {
                              throw e;
                            }
                            throw (AccessDeniedException) each;
                          })))
          .isSameAs(each);
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void aLookIsTakenOnce() {
    assertThat(
            catchThrowable(
                () ->
                    Retrying.ONCE.run(
                        TransferProgress.NONE,
                        progress -> {
                          attempts.incrementAndGet();
                          throw new IOException("down");
                        })))
        .hasMessage("down");
    assertThat(attempts).hasValue(1);
  }
}
