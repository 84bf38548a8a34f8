package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * {@code group.json}: a resource group that builds keep their own things in.
 *
 * @param madeByEngine whether it goes when its template goes; else only what is in it
 */
public record StagingGroup(
    @JsonProperty("formatVersion") int formatVersion,
    @JsonProperty("name") String name,
    @JsonProperty("location") String location,
    @JsonProperty("madeByEngine") boolean madeByEngine,
    @JsonProperty("tags") Map<String, String> tags,
    @JsonProperty("created") String created) {
  static final String FILE = "group.json";
  static final String CREATED_BY = "createdBy";
  static final String USED_BY = "usedBy";
  static final String TEMPLATE = "imageTemplateName";
  static final String TEMPLATE_GROUP = "imageTemplateResourceGroupName";

  public StagingGroup {
    tags = tags == null ? Map.of() : Map.copyOf(tags);
  }

  /** The template whose group it is; empty where no template uses it. */
  public String template() {
    return tags.getOrDefault(TEMPLATE, "");
  }

  boolean isOf(StagingUse use) {
    return template().equalsIgnoreCase(use.template())
        && tags.getOrDefault(TEMPLATE_GROUP, "").equalsIgnoreCase(use.templateGroup());
  }
}
