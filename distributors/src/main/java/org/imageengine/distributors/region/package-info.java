/** Regions: which places they keep replicas in, and how replicas get there. */
package org.imageengine.distributors.region;
