package org.imageengine.hypervisor;

import java.nio.file.Path;

/**
 * Says in a VM's metadata whose it is.
 *
 * @param runId the run that made it
 * @param engineHome the state directory of the engine that made it
 */
public record RunTag(String runId, Path engineHome) {}
