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
    @JsonProperty("steps") List<StepTime> steps,
    @JsonProperty("runOutputs") List<RunOutput> runOutputs,
    @JsonProperty("kept") KeptVm kept) {

  public RunRecord {
    phases = List.copyOf(phases);
    // Records of earlier versions have none.
    steps = steps == null ? List.of() : List.copyOf(steps);
    runOutputs = List.copyOf(runOutputs);
  }

  /** How long a phase took. */
  public record PhaseTime(
      @JsonProperty("name") String name, @JsonProperty("seconds") double seconds) {}

  /**
   * How long a step took, or where its result comes from.
   *
   * @param phase title of the phase it belongs to
   * @param seconds how long it took; 0 if it was not run
   * @param reusedFrom the run that has done the same; absent if it was run
   * @param secondsSaved how long it took then
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StepTime(
      @JsonProperty("phase") String phase,
      @JsonProperty("name") String name,
      @JsonProperty("seconds") double seconds,
      @JsonProperty("reusedFrom") String reusedFrom,
      @JsonProperty("secondsSaved") double secondsSaved) {}

  /**
   * A VM that {@code abort} kept; its key or password is in the run's work directory.
   *
   * @param sshPort the port on 127.0.0.1 that leads into it
   * @param protocol {@link #SSH} or {@link #WINRM}
   */
  public record KeptVm(
      @JsonProperty("domain") String domain,
      @JsonProperty("sshPort") int sshPort,
      @JsonProperty("user") String user,
      @JsonProperty("protocol") String protocol) {
    public static final String SSH = "SSH";
    public static final String WINRM = "WinRM";

    public KeptVm {
      // Records of earlier versions do not say.
      protocol = protocol == null ? SSH : protocol;
    }
  }
}
