"""WS-Management over HTTPS, as the WinRM service of Windows speaks it ([MS-WSMV], DSP0226)."""
