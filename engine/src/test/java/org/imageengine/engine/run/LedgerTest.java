package org.imageengine.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Owned DISK = new Owned.PathTree("/work");
  private static final Owned VM = new Owned.Domain("ie-1");
  private static final Owned LEASE = new Owned.Lease("a:b:c:1.0.0", "run");

  @TempDir Path directory;
  private Path file;
  private final List<Owned> undone = new ArrayList<>();

  @BeforeEach
  void path() {
    file = directory.resolve("owned.jsonl");
  }

  @Test
  void undoesInReverseWhatAnEarlierProcessHasMade() throws Exception {
    Ledger before = Ledger.open(file);
    before.own(DISK);
    before.own(LEASE);
    before.own(VM);
    before.release(LEASE, undone::add);
    undone.clear();

    Ledger after = Ledger.open(file);
    assertThat(after.unwind(undone::add)).isEmpty();

    assertThat(undone).containsExactly(VM, DISK);
    assertThat(Ledger.open(file).isEmpty()).isTrue();
  }

  @Test
  void oneFailureKeepsNothingElseFromBeingUndone() throws Exception {
    Ledger ledger = Ledger.open(file);
    ledger.own(DISK);
    ledger.own(VM);

    List<Exception> failures =
        ledger.unwind(
            owned -> {
              if (owned.equals(VM)) {
                throw new IllegalStateException("libvirt is away");
              }
              undone.add(owned);
            });

    assertThat(failures).hasSize(1);
    assertThat(undone).containsExactly(DISK);
    Ledger next = Ledger.open(file);
    next.unwind(undone::add);
    assertThat(undone).containsExactly(DISK, VM);
  }

  @Test
  void aLineThatACrashCutShortIsIgnored() throws Exception {
    Ledger ledger = Ledger.open(file);
    ledger.own(DISK);
    Files.writeString(file, "{\"own\":{\"kind\":\"dom", StandardOpenOption.APPEND);

    Ledger.open(file).unwind(undone::add);

    assertThat(undone).containsExactly(DISK);
  }

  @Test
  void whatWasHandedOverIsNotUndone() throws Exception {
    Ledger ledger = Ledger.open(file);
    ledger.own(DISK);
    ledger.handOver(DISK);
    ledger.unwind(undone::add);
    assertThat(undone).isEmpty();
  }
}
