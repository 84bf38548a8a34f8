package org.imageengine.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaperTest {
  @TempDir Path directory;
  private RunStore store;
  private final List<Owned> undone = new ArrayList<>();

  @BeforeEach
  void open() {
    store = new RunStore(directory.resolve("runs"));
  }

  private RunStore.NewRun started(RunState state, RunRecord.KeptVm kept) throws Exception {
    RunStore.NewRun run = store.create();
    RunStore.save(
        run.directory(),
        new RunRecord(
            run.directory().runId(),
            state,
            RunSubState.Customizing,
            "",
            "",
            "2026-11-23T10:00:00Z",
            "",
            "t",
            "t.json",
            "a:b:c:1.0.0",
            "00",
            "TCG",
            List.of(),
            List.of(),
            List.of(),
            kept));
    Ledger.open(run.directory().ledger()).own(new Owned.Domain("ie-" + run.directory().runId()));
    return run;
  }

  private List<Reaper.Reaped> reap() throws Exception {
    return new Reaper(store, undone::add).reap();
  }

  @Test
  void aRunWhoseProcessIsGoneIsUndoneAndFailed() throws Exception {
    RunStore.NewRun run = started(RunState.Running, null);
    run.lock().close();

    assertThat(reap()).extracting(Reaper.Reaped::runId).containsExactly(run.directory().runId());

    assertThat(undone).containsExactly(new Owned.Domain("ie-" + run.directory().runId()));
    RunRecord record = RunStore.load(run.directory()).orElseThrow();
    assertThat(record.runState()).isEqualTo(RunState.Failed);
    assertThat(record.message()).isEqualTo("The engine ended before the build did.");
    assertThat(record.endTime()).isNotEmpty();
    assertThat(run.directory().ledger()).doesNotExist();
    assertThat(reap()).isEmpty();
  }

  @Test
  void aRunThatIsWorkedOnIsLetBe() throws Exception {
    RunStore.NewRun run = started(RunState.Running, null);
    assertThat(reap()).isEmpty();
    assertThat(reap()).as("looking must not take the lock away").isEmpty();
    assertThat(undone).isEmpty();
    run.lock().close();
    assertThat(reap()).hasSize(1);
  }

  @Test
  void aVmThatIsKeptOnPurposeIsLetBe() throws Exception {
    RunStore.NewRun run =
        started(RunState.Failed, new RunRecord.KeptVm("ie", 22, "u", RunRecord.KeptVm.SSH));
    run.lock().close();
    assertThat(reap()).isEmpty();
    assertThat(undone).isEmpty();
  }

  @Test
  void whatCannotBeUndoneNowIsTriedAgain() throws Exception {
    RunStore.NewRun run = started(RunState.Canceling, null);
    run.lock().close();
    List<Reaper.Reaped> first =
        new Reaper(
                store,
                owned -> {
                  throw new IllegalStateException("libvirt is away");
                })
            .reap();
    assertThat(first.get(0).failures()).hasSize(1);
    assertThat(RunStore.load(run.directory()).orElseThrow().runState())
        .isEqualTo(RunState.Canceled);

    assertThat(reap().get(0).failures()).isEmpty();
    assertThat(undone).hasSize(1);
  }

  @Test
  void aRunWithoutARecordGoesWhole() throws Exception {
    RunStore.NewRun run = store.create();
    run.lock().close();
    assertThat(reap()).hasSize(1);
    assertThat(run.directory().path()).doesNotExist();
    assertThat(Files.exists(directory.resolve("runs"))).isTrue();
  }

  @Test
  void runsAreFoundByTheBeginningOfTheirIdOrAsTheLatest() throws Exception {
    RunStore.NewRun run = started(RunState.Succeeded, null);
    String id = run.directory().runId();
    assertThat(store.find("latest").runId()).isEqualTo(id);
    assertThat(store.find(id.substring(0, id.length() - 1)).runId()).isEqualTo(id);
    assertThatThrownBy(() -> store.find("x")).hasMessage("There is no run \"x\".");
    run.lock().close();
  }
}
