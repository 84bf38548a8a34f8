"""cmd.exe: command lines, batch files, and the programs that they start."""
