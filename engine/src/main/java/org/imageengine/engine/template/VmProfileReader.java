package org.imageengine.engine.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.template.ImageTemplate.Network;
import org.imageengine.engine.template.ImageTemplate.VmProfile;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/** Reads {@code properties.vmProfile}. */
final class VmProfileReader {
  private static final int MOST_GIB = 1 << 16;

  private final Spelling spelling;
  private final Problems problems;

  VmProfileReader(Spelling spelling) {
    this.spelling = spelling;
    this.problems = spelling.problems();
  }

  VmProfile read(ShapedObject object) {
    int size = object.integer("osDiskSizeGB", 0, MOST_GIB);
    return new VmProfile(
        object.sited("vmSize"),
        size,
        new Sited(String.valueOf(size), object.at("osDiskSizeGB")),
        identities(object),
        object.object("vnetConfig", Shape.VNET_CONFIG).flatMap(this::network),
        dataDisks(object));
  }

  private List<Sited> identities(ShapedObject object) {
    List<Sited> identities = new ArrayList<>();
    for (Value value : object.array("userAssignedIdentities")) {
      if (value instanceof Value.StringValue id) {
        Sited sited = new Sited(id.text(), id.at());
        ResourceIdForm.IDENTITY.check(sited, problems);
        identities.add(sited);
      } else if (!(value instanceof Value.UnknownValue)) {
        problems.add(
            value.at(), "WrongType", "A string is wanted here, this is " + value.kind() + ".");
      }
    }
    return identities;
  }

  private Optional<Network> network(ShapedObject object) {
    Optional<Sited> subnet = object.sited("subnetId");
    Optional<Sited> containers = object.sited("containerInstanceSubnetId");
    Optional<Sited> proxy = object.sited("proxyVmSize");
    subnet.ifPresent(id -> ResourceIdForm.SUBNET.check(id, problems));
    containers.ifPresent(id -> ResourceIdForm.SUBNET.check(id, problems));
    if (containers.isPresent() && subnet.isEmpty()) {
      object.problem(
          "containerInstanceSubnetId",
          "NeedsSubnet",
          "\"containerInstanceSubnetId\" needs \"subnetId\" as well.",
          "");
    }
    if (containers.isPresent() && proxy.isPresent()) {
      object.problem(
          "proxyVmSize",
          "Exclusive",
          "\"proxyVmSize\" cannot be given with \"containerInstanceSubnetId\".",
          "With a subnet of container instances there is no proxy VM.");
    }
    return subnet.map(id -> new Network(id, containers, proxy));
  }

  private List<Sited> dataDisks(ShapedObject object) {
    List<Sited> disks = new ArrayList<>();
    for (Value value : object.array("additionalDataDisks")) {
      spelling
          .object(value, Shape.DATA_DISK)
          .ifPresent(
              disk ->
                  disks.add(
                      new Sited(String.valueOf(disk.integer("sizeGB", 0, MOST_GIB)), disk.at())));
    }
    return disks;
  }
}
