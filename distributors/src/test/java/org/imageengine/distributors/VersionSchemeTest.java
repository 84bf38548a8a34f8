package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionSchemeTest {
  /** The example of the reference. */
  private static final List<String> PUBLISHED =
      List.of(
          "0.1.1", "0.1.2", "1.0.0", "1.0.1", "1.1.0", "1.1.1", "1.2.0", "2.0.0", "2.0.1", "2.1.0");

  private static List<Version> versions(List<String> texts) throws CatalogException {
    List<Version> versions = new ArrayList<>();
    for (String text : texts) {
      versions.add(Version.parse(text));
    }
    return versions;
  }

  @ParameterizedTest
  @CsvSource({"-1,2.1.1", "2,2.1.1", "1,1.2.1", "0,0.1.3", "3,3.0.0"})
  void latestIsThePatchAfterTheHighest(int major, String expected) throws Exception {
    OptionalInt wanted = major < 0 ? OptionalInt.empty() : OptionalInt.of(major);
    assertThat(new VersionScheme.Latest(wanted).next(versions(PUBLISHED))).hasToString(expected);
  }

  @Test
  void anEmptyGalleryBeginsAt001() throws Exception {
    assertThat(new VersionScheme.Latest(OptionalInt.empty()).next(List.of())).hasToString("0.0.1");
    assertThat(new VersionScheme.Latest(OptionalInt.of(0)).next(List.of())).hasToString("0.0.1");
  }

  @Test
  void latestIsAlwaysNewAndHigherThanAllOfItsMajor() throws Exception {
    Random random = new Random(42);
    List<Version> existing = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      OptionalInt major =
          random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(4));
      Version next = new VersionScheme.Latest(major).next(existing);
      assertThat(existing)
          .filteredOn(version -> major.isEmpty() || version.major() == major.getAsInt())
          .allMatch(version -> version.compareTo(next) < 0);
      existing.add(next);
      existing.add(new Version(random.nextInt(4), random.nextInt(20), random.nextInt(20)));
    }
  }

  @Test
  void anExplicitVersionThatIsTakenIsRefused() throws Exception {
    VersionScheme scheme = new VersionScheme.Explicit(Version.parse("1.0.0"));
    assertThat(scheme.next(versions(List.of("1.0.1")))).hasToString("1.0.0");
    assertThatThrownBy(() -> scheme.next(versions(PUBLISHED)))
        .hasMessage("The version 1.0.0 exists already; versions are never overwritten.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.2.3.4", "1.2.x", "latest", "", "1.2.99999999999", "-1.0.0"})
  void aVersionIsThreeIntegers(String text) {
    assertThatThrownBy(() -> Version.parse(text))
        .hasMessage("\"" + text + "\" is not a version: three integers are wanted, as 1.2.3.");
  }

  @Test
  void sourceTakesTheVersionOfTheSourceOrTheNextFreePatch() throws Exception {
    VersionScheme scheme = new VersionScheme.Source(Version.parse("1.1.0"));
    assertThat(scheme.next(List.of())).hasToString("1.1.0");
    assertThat(scheme.next(versions(PUBLISHED))).hasToString("1.1.2");
  }
}
