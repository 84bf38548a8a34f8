/**
 * Disks in one pass: read where their data lies, and written, hashed and brought to the disk at the
 * same time. Knows nothing of images and catalogs.
 */
package org.imageengine.distributors.disk;
