package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceIdTest {
  private static final String GALLERY =
      "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/galleries/g";

  @Test
  void idsAreReadAndWritten() throws Exception {
    for (String id :
        new String[] {GALLERY, GALLERY + "/images/d", GALLERY + "/images/d/versions/1.2.3"}) {
      Object parsed =
          switch (id.split("/").length) {
            case 9 -> GalleryId.parse(id);
            case 11 -> DefinitionId.parse(id);
            default -> ImageVersionId.parse(id);
          };
      assertThat(parsed).hasToString(id);
    }
  }

  @Test
  void segmentNamesAreOfAnyLetterCase() throws Exception {
    assertThat(
            ManagedImageId.parse(
                "/SUBSCRIPTIONS/s/resourcegroups/rg/Providers/microsoft.compute/IMAGES/i"))
        .isEqualTo(new ManagedImageId("s", "rg", "i"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x                                                       | it has "x" where "" is wanted
          /subscriptions/s/resourceGroups/rg                      | it ends before /providers
          /subscriptions/s/resourceGroups/rg/providers/M/x/y      | it has "M" where "Microsoft.Compute" is wanted
          /subscriptions/s/resourceGroups/../providers/M/x/y      | ".." is not a name for a resource group
          /subscriptions/s/resourceGroups/a%2Fb/providers/M/x/y   | "a%2Fb" is not a name for a resource group
          """)
  void aWrongFormSaysWhereItDiffers(String id, String expected) {
    assertThatThrownBy(() -> GalleryId.parse(id))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a:b:c",
    "a:b:c:1.0",
    "a:b:c:1.0.0:x",
    "a:..:c:1.0.0",
    "a:/etc:c:1.0.0",
    "a::c:1.0.0"
  })
  void aUrnHasFourNamesNoneOfThemATrick(String text) {
    assertThatThrownBy(() -> PlatformUrn.parse(text)).isInstanceOf(CatalogException.class);
  }
}
