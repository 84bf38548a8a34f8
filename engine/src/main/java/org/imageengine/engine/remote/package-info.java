/** What the configuration and templates name on other hosts, opened with credentials. */
package org.imageengine.engine.remote;
