# Starts finish.ps1 as SYSTEM, apart from the connection that it takes away.
param(
  [Parameter(Mandatory = $true)] [string] $Script,
  [Parameter(Mandatory = $true)] [string] $User
)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot\task.ps1"
$name = 'image-engine-finish'
if (-not (Get-EngineTask $name)) {
  $program = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
  $arguments = '-NoProfile -NonInteractive -ExecutionPolicy Bypass -File "' + $Script + '" -User "' + $User + '" -Task ' + $name
  Start-EngineTask $name $program $arguments 'SYSTEM' ''
}
[Console]::WriteLine('result started')
