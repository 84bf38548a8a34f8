# Ends a job with everything it has started, and removes its task and its folder.
param(
  [Parameter(Mandatory = $true)] [string] $Folder,
  [switch] $Task
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
. "$PSScriptRoot\task.ps1"

function Stop-Tree([string] $Id) {
  # With "Stop", what a program writes to its standard error would be an error of ours.
  $ErrorActionPreference = 'Continue'
  & "$env:SystemRoot\System32\taskkill.exe" /T /F /PID $Id 2>&1 | Out-Null
}

try {
  if (Test-Path "$Folder\process") {
    $noted = Get-JobProcess $Folder
    if ($noted) {
      Stop-Tree $noted.Id
    }
  }
  # By its command line, as it may not have noted its number yet.
  $jobs = Get-CimInstance -ClassName Win32_Process -Filter "Name = 'powershell.exe'" |
    Where-Object { $_.CommandLine -like "*job.ps1*$Folder*" }
  foreach ($job in $jobs) {
    Stop-Tree $job.ProcessId
  }
  if ($Task) {
    Remove-EngineTask (Split-Path -Leaf $Folder)
  }
  # Files of a process that is just ending are still open for a moment.
  $end = (Get-Date).AddSeconds(10)
  while ((Test-Path -LiteralPath $Folder) -and (Get-Date) -lt $end) {
    Remove-Item -LiteralPath $Folder -Recurse -Force -ErrorAction SilentlyContinue
    if (Test-Path -LiteralPath $Folder) {
      Start-Sleep -Milliseconds 200
    }
  }
  [Console]::WriteLine('result ended')
} catch {
  $words = [System.Text.Encoding]::UTF8.GetBytes($_.Exception.Message)
  [Console]::WriteLine('result failed ' + [System.Convert]::ToBase64String($words))
}
