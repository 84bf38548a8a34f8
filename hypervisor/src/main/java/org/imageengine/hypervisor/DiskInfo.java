package org.imageengine.hypervisor;

import java.util.Optional;

/**
 * What a disk image says of itself.
 *
 * @param virtualSizeBytes the size the guest sees
 * @param actualSizeBytes the room it takes on this host
 * @param backingFile the image it is an overlay on, as written in it
 * @param dataFile the file that holds its data, if that is another one (a qcow2 feature)
 */
public record DiskInfo(
    DiskFormat format,
    long virtualSizeBytes,
    long actualSizeBytes,
    Optional<String> backingFile,
    Optional<String> dataFile) {}
