package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** {@code gallery.json}: a container of image definitions. */
public record Gallery(
    @JsonProperty("formatVersion") int formatVersion,
    @JsonProperty("id") String id,
    @JsonProperty("location") String location,
    @JsonProperty("tags") Map<String, String> tags,
    @JsonProperty("created") String created) {
  static final String FILE = "gallery.json";

  public Gallery {
    tags = tags == null ? Map.of() : Map.copyOf(tags);
  }
}
