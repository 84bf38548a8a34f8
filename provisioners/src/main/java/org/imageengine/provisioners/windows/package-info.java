/** The way into Windows guests, and what runs in them. */
package org.imageengine.provisioners.windows;
