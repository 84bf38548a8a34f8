package org.imageengine.hypervisor;

/** A VM that some engine's run made. */
public record OwnedDomain(String name, RunTag tag) {}
