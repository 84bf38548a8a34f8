/** How large files are moved to and from other hosts: in parts, again and again, and cancelled. */
package org.imageengine.distributors.transfer;
