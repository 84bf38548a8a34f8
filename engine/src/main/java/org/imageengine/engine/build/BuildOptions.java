package org.imageengine.engine.build;

/** What whoever starts a build says of it beside the template. */
public record BuildOptions(Reuse reuse, OnError onError) {}
