"""Windows PowerShell 5.1, the part of it that build scripts use."""
