package org.imageengine.hypervisor;

import java.nio.file.Path;

/** An image that another one is an overlay on. */
record BackingFile(Path path, DiskFormat format) {}
