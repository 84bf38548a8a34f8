package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds of the schemes whatever versions there are: a thousand galleries by chance. */
class VersionSchemePropertyTest {
  private static final int GALLERIES = 1000;

  private final Random random = new Random(20261123);

  private Set<Version> gallery() {
    Set<Version> versions = new HashSet<>();
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      versions.add(version());
    }
    return versions;
  }

  private Version version() {
    return new Version(random.nextInt(4), random.nextInt(4), random.nextInt(4));
  }

  @Test
  void latestIsFreeAndAboveAll() throws Exception {
    VersionScheme scheme = new VersionScheme.Latest(OptionalInt.empty());
    for (int i = 0; i < GALLERIES; i++) {
      Set<Version> there = gallery();
      Version next = scheme.next(there);
      assertThat(there).doesNotContain(next).allMatch(version -> version.compareTo(next) < 0);
    }
  }

  @Test
  void latestOfAMajorIsFreeAndAboveAllOfItAndStaysInIt() throws Exception {
    for (int i = 0; i < GALLERIES; i++) {
      Set<Version> there = gallery();
      int major = random.nextInt(6);
      Version next = new VersionScheme.Latest(OptionalInt.of(major)).next(there);
      assertThat(next.major()).isEqualTo(major);
      assertThat(there)
          .doesNotContain(next)
          .allMatch(version -> version.major() != major || version.compareTo(next) < 0);
    }
  }

  @Test
  void sourceIsTheFirstFreePatchFromTheSourcesVersionOn() throws Exception {
    for (int i = 0; i < GALLERIES; i++) {
      Set<Version> there = gallery();
      Version source = version();
      Version next = new VersionScheme.Source(source).next(there);
      assertThat(there).doesNotContain(next);
      assertThat(next.major()).isEqualTo(source.major());
      assertThat(next.minor()).isEqualTo(source.minor());
      for (int patch = source.patch(); patch < next.patch(); patch++) {
        assertThat(there).contains(new Version(source.major(), source.minor(), patch));
      }
    }
  }

  @Test
  void whoPublishesAgainAndAgainOnlyGoesUp() throws Exception {
    VersionScheme scheme = new VersionScheme.Latest(OptionalInt.empty());
    Set<Version> there = gallery();
    Version before = scheme.next(there);
    for (int i = 0; i < GALLERIES; i++) {
      there.add(before);
      Version next = scheme.next(there);
      assertThat(next).isGreaterThan(before).isEqualTo(before.nextPatch());
      before = next;
    }
  }
}
