/** Disks from outside: fetching them, finding their digests, and telling what is on them. */
package org.imageengine.distributors.source;
