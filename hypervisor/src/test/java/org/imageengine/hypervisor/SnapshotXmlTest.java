package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotXmlTest {
  private static final Path MEMORY = Path.of("/saved/a'b/memory");
  private static final Path OVERLAY = Path.of("/runs/2/os.qcow2");

  @ParameterizedTest
  @CsvSource({"vda, vdb, disk", "sda, sdb, cdrom", "hda, hdc, cdrom"})
  void leavesTheSeedAloneWhateverItIs(String osDisk, String seed, String device) throws Exception {
    String domain =
        """
        <domain><devices>
          <disk type='file' device='disk'>
            <source file='/runs/1/os'/><backingStore/><target dev='%s'/>
          </disk>
          <disk type='file' device='%s'><target dev='%s'/><readonly/></disk>
        </devices></domain>
        """
            .formatted(osDisk, device, seed);
    assertThat(SnapshotXml.of(domain, MEMORY, OVERLAY))
        .isEqualTo(
            """
            <domainsnapshot>
              <memory snapshot='external' file='/saved/a&apos;b/memory'/>
              <disks>
                <disk name='%s' snapshot='external'>
                  <driver type='qcow2'/>
                  <source file='/runs/2/os.qcow2'/>
                </disk>
                <disk name='%s' snapshot='no'/>
              </disks>
            </domainsnapshot>
            """
                .formatted(osDisk, seed));
  }

  @Test
  void saysWhatItCouldNotRead() {
    assertThat(
            catchThrowableOfType(
                    HypervisorException.class, () -> SnapshotXml.of("<domain>", MEMORY, OVERLAY))
                .code())
        .isEqualTo(HypervisorException.Code.SAVE_FAILED);
  }
}
