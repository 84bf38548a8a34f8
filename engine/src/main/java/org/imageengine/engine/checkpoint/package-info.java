/** States of guests that later builds go on from: how they are kept, found, and thrown away. */
package org.imageengine.engine.checkpoint;
