package org.imageengine.distributors;

import java.nio.file.Path;

/**
 * A directory in which an image should be.
 *
 * @param id what the image is called if it is there: URN or resource ID
 */
record ImageLocation(Path directory, String id) {}
