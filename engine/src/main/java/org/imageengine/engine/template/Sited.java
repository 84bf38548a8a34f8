package org.imageengine.engine.template;

import org.imageengine.engine.text.Position;

/** A text of the template that a later check may still refuse, and where it stands. */
public record Sited(String text, Position at) {}
