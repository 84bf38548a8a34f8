/**
 * Ways into a guest, the provisioners that run over them, and the fetching of what they need. Knows
 * nothing of templates, libvirt or galleries.
 */
package org.imageengine.provisioners;
