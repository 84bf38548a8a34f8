/**
 * The image catalog (platform images, managed images, galleries with their definitions and
 * versions), and the distributors that write finished disks. Knows nothing of templates, libvirt or
 * SSH, nor of the program that converts disks.
 */
package org.imageengine.distributors;
