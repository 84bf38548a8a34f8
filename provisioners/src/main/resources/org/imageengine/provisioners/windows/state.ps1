# Where this Windows stands: when it was started, and whether its set-up has come to an end.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Get-Value([string] $Key, [string] $Name) {
  $properties = Get-ItemProperty -Path $Key -ErrorAction SilentlyContinue
  if ($properties) {
    return $properties.$Name
  }
  return $null
}

$system = Get-CimInstance -ClassName Win32_OperatingSystem
[Console]::WriteLine('boot ' + $system.LastBootUpTime.ToFileTimeUtc())
[Console]::WriteLine('now ' + (Get-Date).ToFileTimeUtc())
[Console]::WriteLine('build ' + $system.BuildNumber)
[Console]::WriteLine('setup ' + [int] (Get-Value 'HKLM:\SYSTEM\Setup' 'SystemSetupInProgress'))
[Console]::WriteLine('oobe ' + [int] (Get-Value 'HKLM:\SYSTEM\Setup' 'OOBEInProgress'))
[Console]::WriteLine('image ' + (Get-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup\State' 'ImageState'))
