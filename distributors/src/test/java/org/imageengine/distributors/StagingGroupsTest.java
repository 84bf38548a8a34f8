package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference's scenarios of {@code stagingResourceGroup}. */
class StagingGroupsTest {
  private static final StagingUse USE =
      new StagingUse("template", "rg", "West US", Map.of("cost", "42"));

  @TempDir Path directory;
  private StagingGroups groups;

  @BeforeEach
  void open() {
    groups = Catalog.open(directory).stagingGroups();
  }

  @Test
  void oneThatIsNotThereIsMadeWithTheTagsOfItsTemplate() throws Exception {
    groups.check("mine", USE);
    assertThat(groups.list()).isEmpty();
    groups.use("mine", USE);
    StagingGroup group = groups.find("mine").orElseThrow();
    assertThat(group.madeByEngine()).isTrue();
    assertThat(group.location()).isEqualTo("West US");
    assertThat(group.tags())
        .containsOnly(
            Map.entry("createdBy", "engine"),
            Map.entry("imageTemplateName", "template"),
            Map.entry("imageTemplateResourceGroupName", "rg"),
            Map.entry("cost", "42"));
  }

  @Test
  void oneThatIsThereKeepsItsTagsAndIsMarkedAsUsed() throws Exception {
    groups.create("mine", "westus", Map.of("owner", "me"));
    groups.check("mine", USE);
    groups.use("mine", USE);
    StagingGroup group = groups.find("mine").orElseThrow();
    assertThat(group.madeByEngine()).isFalse();
    assertThat(group.tags())
        .containsEntry("usedBy", "engine")
        .containsEntry("imageTemplateName", "template")
        .containsEntry("owner", "me")
        .doesNotContainKey("createdBy");
  }

  @Test
  void itsOwnTemplateUsesItAgainThoughItHoldsSomething() throws Exception {
    Path group = groups.use("mine", USE);
    Files.writeString(group.resolve("out.vhd"), "x");
    groups.check("mine", USE);
    assertThat(groups.use("mine", USE)).isEqualTo(group);
  }

  @Test
  void theRuleThatIsNotKeptIsNamed() throws Exception {
    groups.use("taken", new StagingUse("other", "rg", "westus", Map.of()));
    assertThatThrownBy(() -> groups.check("taken", USE))
        .hasMessageContaining("it is associated with the image template other");

    groups.create("full", "westus", Map.of());
    Files.writeString(groups.directory("full").resolve("thing"), "x");
    assertThatThrownBy(() -> groups.check("full", USE))
        .hasMessageContaining("it must be empty, and holds thing");

    groups.create("elsewhere", "eastus", Map.of());
    assertThatThrownBy(() -> groups.check("elsewhere", USE))
        .hasMessageContaining("it is in the region eastus")
        .hasMessageContaining("West US");

    for (String name : new String[] {"ends.", "sla/sh", "", "x".repeat(91), "a b"}) {
      assertThatThrownBy(() -> groups.check(name, USE))
          .hasMessageContaining("is not a name for a resource group");
    }
  }

  @Test
  void theEndOfATemplateTakesWhatWasMadeAndEmptiesWhatWasNot() throws Exception {
    groups.use("made", USE);
    groups.create("given", "westus", Map.of("owner", "me"));
    Files.writeString(groups.use("given", USE).resolve("out.vhd"), "x");
    groups.use("others", new StagingUse("other", "rg", "westus", Map.of()));

    assertThat(groups.endOf("Template", "RG")).hasSize(2);

    assertThat(groups.find("made")).isEmpty();
    assertThat(groups.directory("made")).doesNotExist();
    assertThat(groups.find("others")).isPresent();
    StagingGroup given = groups.find("given").orElseThrow();
    assertThat(given.tags()).containsOnly(Map.entry("owner", "me"), Map.entry("cost", "42"));
    assertThat(groups.content("given")).isEmpty();
    groups.check("given", new StagingUse("third", "rg", "westus", Map.of()));
  }

  @Test
  void aVhdGoesToTheGroupAndAnEmptyOneOfARunGoesAgain() throws Exception {
    TestCatalog test = TestCatalog.open(directory);
    StagingGroups of = test.catalog().stagingGroups();
    var staging = new VhdDistributor.Staging(of, "IT_rg_template_run", USE, true);
    Distributor vhd =
        VhdDistributor.toStaging("v", "v.vhd", staging, Map.of(), new CopyingWriter());
    vhd.check(TestCatalog.REQUEST);
    assertThat(of.list()).isEmpty();
    Artifact artifact = TestCatalog.write(vhd, test.finished("the disk"), "run");
    assertThat(artifact.file().orElseThrow())
        .isEqualTo(of.directory("IT_rg_template_run").resolve("v.vhd"))
        .hasContent("the disk");

    var empty = new VhdDistributor.Staging(of, "IT_rg_template_run2", USE, true);
    Distributor failing =
        VhdDistributor.toStaging(
            "v",
            "v.vhd",
            empty,
            Map.of(),
            new CopyingWriter() {
              @Override
              public String write(Path source, String format, Path target, DiskKind kind)
                  throws CatalogException {
                throw new CatalogException(CatalogException.Code.NO_ROOM, "full");
              }
            });
    assertThatThrownBy(() -> TestCatalog.write(failing, test.finished("the disk"), "run2"))
        .hasMessage("full");
    assertThat(of.find("IT_rg_template_run2")).isEmpty();
  }
}
