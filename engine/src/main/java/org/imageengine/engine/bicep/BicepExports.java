package org.imageengine.engine.bicep;

import org.imageengine.engine.deployment.Deployment;

/** A Bicep file that was read, and the names that others can import from it. */
record BicepExports(Deployment deployment, BicepSymbols symbols) {}
