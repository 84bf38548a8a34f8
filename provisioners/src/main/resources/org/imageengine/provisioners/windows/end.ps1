# Ends a job with everything it has started, and removes its task and its folder.
param(
  [Parameter(Mandatory = $true)] [string] $Folder,
  [switch] $Task
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
. "$PSScriptRoot\task.ps1"
# The numbers of the job's processes, also of those that have ended: one that has just been started
# may be found by its parent's only.
$seen = @{}

function Stop-Tree([string] $Id) {
  # With "Stop", what a program writes to its standard error would be an error of ours.
  $ErrorActionPreference = 'Continue'
  & "$env:SystemRoot\System32\taskkill.exe" /T /F /PID $Id 2>&1 | Out-Null
}

function Stop-JobProcesses {
  $all = @(Get-CimInstance -ClassName Win32_Process)
  $grown = $true
  while ($grown) {
    $grown = $false
    foreach ($one in $all) {
      $isOurs = $seen.ContainsKey("$($one.ParentProcessId)") -or $one.CommandLine -like "*job.ps1*$Folder*"
      if ($isOurs -and -not $seen.ContainsKey("$($one.ProcessId)")) {
        $seen["$($one.ProcessId)"] = $true
        $grown = $true
      }
    }
  }
  foreach ($one in $all) {
    if ($seen.ContainsKey("$($one.ProcessId)")) {
      Stop-Tree $one.ProcessId
    }
  }
}

try {
  if (Test-Path "$Folder\process") {
    $noted = Get-JobProcess $Folder
    if ($noted) {
      $seen["$($noted.Id)"] = $true
    }
  }
  # While anything of it runs, files are open; those of a process that is just ending are, too.
  $end = (Get-Date).AddSeconds(10)
  while ($true) {
    Stop-JobProcesses
    if ($Task) {
      Remove-EngineTask (Split-Path -Leaf $Folder)
    }
    Remove-Item -LiteralPath $Folder -Recurse -Force -ErrorAction SilentlyContinue
    if (-not (Test-Path -LiteralPath $Folder) -or (Get-Date) -ge $end) {
      break
    }
    Start-Sleep -Milliseconds 200
  }
  [Console]::WriteLine('result ended')
} catch {
  $words = [System.Text.Encoding]::UTF8.GetBytes($_.Exception.Message)
  [Console]::WriteLine('result failed ' + [System.Convert]::ToBase64String($words))
}
