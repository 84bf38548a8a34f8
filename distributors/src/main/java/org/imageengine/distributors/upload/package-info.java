/** Servers that a VHD is sent to instead of being written to a file. */
package org.imageengine.distributors.upload;
