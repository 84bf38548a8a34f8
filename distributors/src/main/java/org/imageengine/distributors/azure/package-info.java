/** Azure Storage accounts: how they are reached, and what their errors mean. */
package org.imageengine.distributors.azure;
