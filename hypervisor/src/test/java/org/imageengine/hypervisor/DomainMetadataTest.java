package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DomainMetadataTest {

  @Test
  void isReadAsItWasWritten() {
    RunTag tag = new RunTag("run-1", Path.of("/home/a&b <'\">/engine"));

    assertThat(DomainMetadata.read(DomainMetadata.write(tag))).contains(tag);
  }

  @Test
  void isNotReadFromAnythingElse() {
    assertThat(DomainMetadata.read("<run/>")).isEmpty();
    assertThat(DomainMetadata.read("no XML")).isEmpty();
    assertThat(
            DomainMetadata.read(
                "<!DOCTYPE run [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><run id='&x;' home='/'/>"))
        .isEmpty();
  }
}
