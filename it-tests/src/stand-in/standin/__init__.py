"""A guest that behaves as Windows does, as far as a build of an image looks at it."""
