package org.imageengine.distributors;

/**
 * Something in the catalog that is not as it should be.
 *
 * @param path where: a file, or a place and a name in it
 * @param what what is wrong
 * @param advice what to do
 */
public record Finding(String path, String what, String advice) {}
