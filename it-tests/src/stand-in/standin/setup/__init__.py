"""Windows Setup from a generalized image to its first logon, and the start of its services."""
