package org.imageengine.engine.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something a run has made and must undo, whatever becomes of it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Owned.Domain.class, name = "domain"),
  @JsonSubTypes.Type(value = Owned.PathTree.class, name = "path"),
  @JsonSubTypes.Type(value = Owned.Lease.class, name = "lease"),
  @JsonSubTypes.Type(value = Owned.StagingGroup.class, name = "stagingGroup"),
  @JsonSubTypes.Type(value = Owned.Checkpoints.class, name = "checkpoints")
})
public sealed interface Owned {

  /** A libvirt domain, by name. */
  record Domain(@JsonProperty("name") String name) implements Owned {}

  /** A file, or a directory with all that is in it. */
  record PathTree(@JsonProperty("path") String path) implements Owned {}

  /** The mark on a source image that it is in use. */
  record Lease(@JsonProperty("imageId") String imageId, @JsonProperty("runId") String runId)
      implements Owned {}

  /** A staging resource group of the run's own; it goes if nothing is in it. */
  record StagingGroup(@JsonProperty("name") String name) implements Owned {}

  /** What a run has taken from the store of checkpoints, and begun in it. */
  record Checkpoints(@JsonProperty("runId") String runId) implements Owned {}
}
