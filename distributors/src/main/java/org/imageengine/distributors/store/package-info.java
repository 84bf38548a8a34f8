/**
 * Places that keep replicas of images: directories, and servers that are reached over a network.
 */
package org.imageengine.distributors.store;
