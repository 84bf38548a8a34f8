package org.imageengine.engine.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What {@code run.json} says of a run. Times are ISO 8601 in UTC and empty while unknown.
 *
 * @param errorCode stable name of the error; empty where there was none
 * @param kept the VM that the error policy kept; absent where none was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
    @JsonProperty("runId") String runId,
    @JsonProperty("runState") RunState runState,
    @JsonProperty("runSubState") RunSubState runSubState,
    @JsonProperty("message") String message,
    @JsonProperty("errorCode") String errorCode,
    @JsonProperty("startTime") String startTime,
    @JsonProperty("endTime") String endTime,
    @JsonProperty("template") String template,
    @JsonProperty("templateFile") String templateFile,
    @JsonProperty("source") String source,
    @JsonProperty("sourceSha256") String sourceSha256,
    @JsonProperty("accelerator") String accelerator,
    @JsonProperty("phases") List<PhaseTime> phases,
    @JsonProperty("runOutputs") List<RunOutput> runOutputs,
    @JsonProperty("kept") KeptVm kept) {

  public RunRecord {
    phases = List.copyOf(phases);
    runOutputs = List.copyOf(runOutputs);
  }

  /** How long a phase took. */
  public record PhaseTime(
      @JsonProperty("name") String name, @JsonProperty("seconds") double seconds) {}

  /** A VM that {@code abort} kept; its key is in the run's work directory. */
  public record KeptVm(
      @JsonProperty("domain") String domain,
      @JsonProperty("sshPort") int sshPort,
      @JsonProperty("user") String user) {}
}
