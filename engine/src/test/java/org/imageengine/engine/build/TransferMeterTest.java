package org.imageengine.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferMeterTest {
  private static final long MIB = 1L << 20;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | 1000 | 500 | 10 | 'Copying: 50 % of 1000.0 MiB, 50.0 MiB/s, 0:10 left'",
        "900 | 1000 | 100 | 10 | 'Copying: 90 % of 1000.0 MiB, 10.0 MiB/s, 0:10 left'",
        "10 | 100000 | 10 | 10 | 'Copying: 0 % of 100000.0 MiB, 1.0 MiB/s, 1666:30 left'",
        "500 | -1 | 500 | 10 | 'Copying: 500.0 MiB, 50.0 MiB/s'",
        "0 | 1000 | 0 | 10 | 'Copying: 0 % of 1000.0 MiB, 0.0 MiB/s'",
        "0 | 0 | 0 | 10 | 'Copying: 100 % of 0.0 MiB, 0.0 MiB/s'"
      })
  void saysShareRateAndTimeLeft(long done, long total, long moved, long seconds, String text) {
    assertThat(
            TransferMeter.text(
                "Copying",
                done * MIB,
                total < 0 ? total : total * MIB,
                moved * MIB,
                TimeUnit.SECONDS.toNanos(seconds)))
        .isEqualTo(text);
  }

  @Test
  void speaksOnceInAWhile() {
    List<String> said = new ArrayList<>();
    TransferMeter seldom = new TransferMeter(said::add, TimeUnit.HOURS.toNanos(1));
    TransferMeter always = new TransferMeter(said::add, 0);
    for (int i = 0; i < 1000; i++) {
      seldom.at("one", i, 1000);
    }
    assertThat(said).isEmpty();
    always.at("one", 1, 2);
    always.at("two", 2, 2);
    assertThat(said).hasSize(2);
  }
}
