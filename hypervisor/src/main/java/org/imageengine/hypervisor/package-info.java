/**
 * Virtual machines, disks and seed media on one host.
 *
 * <p>Every method that can block obeys the interruption of its thread: it stops, removes what it
 * had begun, and throws {@link java.lang.InterruptedException}. No wait is without an end.
 */
package org.imageengine.hypervisor;
