# The default way to generalize: Sysprep, with an end to every wait.
param(
  [int] $ServiceSeconds = 300,
  [int] $SysprepSeconds = 3600,
  [int] $StateSeconds = 60
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$sysprep = "$env:SystemRoot\System32\Sysprep"

function Get-ImageState {
  return (Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Setup\State').ImageState
}

function Stop-WithLogs([string] $Message) {
  [Console]::Error.WriteLine($Message)
  foreach ($log in @("$sysprep\Panther\setuperr.log", "$sysprep\Panther\setupact.log")) {
    if (Test-Path $log) {
      [Console]::Error.WriteLine("The end of ${log}:")
      foreach ($line in (Get-Content $log -Tail 15)) {
        [Console]::Error.WriteLine($line)
      }
    }
  }
  exit 1
}

# The agent of Azure, where it is installed, must have come up: Sysprep would catch it half-way.
foreach ($name in @('RdAgent', 'WindowsAzureTelemetryService', 'WindowsAzureGuestAgent')) {
  $service = Get-Service -Name $name -ErrorAction SilentlyContinue
  if ($service) {
    [Console]::WriteLine(">>> Waiting for the service $name to run ...")
    $end = (Get-Date).AddSeconds($ServiceSeconds)
    while ((Get-Service -Name $name).Status -ne 'Running') {
      if ((Get-Date) -ge $end) {
        Stop-WithLogs "The service $name does not run after $ServiceSeconds s; it is $((Get-Service -Name $name).Status)."
      }
      Start-Sleep -Seconds 1
    }
  }
}

# An answer file of an earlier set-up would be used for the next one.
foreach ($file in @("$sysprep\unattend.xml", "$env:SystemRoot\Panther\unattend.xml")) {
  if (Test-Path $file) {
    [Console]::WriteLine(">>> Removing $file ...")
    Remove-Item $file -Force
  }
}

[Console]::WriteLine('>>> Running Sysprep ...')
$process = Start-Process -FilePath "$sysprep\Sysprep.exe" -ArgumentList '/generalize /oobe /quiet /quit' -PassThru
$handle = $process.Handle
$end = (Get-Date).AddSeconds($SysprepSeconds)
$state = ''
$exitedAt = $null
while ($true) {
  $exited = $process.HasExited
  $now = Get-ImageState
  if ($now -ne $state) {
    $state = $now
    [Console]::WriteLine("Image state: $state")
  }
  if ($state -eq 'IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE' -and $exited) {
    break
  }
  if ($state -eq 'IMAGE_STATE_UNDEPLOYABLE' -and $exited) {
    Stop-WithLogs 'Sysprep has left the image undeployable; nothing can be made of it.'
  }
  if ($exited -and $process.ExitCode -ne 0) {
    Stop-WithLogs "Sysprep ended with exit code $($process.ExitCode); the image state is $state."
  }
  if ((Get-Date) -ge $end) {
    Stop-WithLogs "Sysprep has not generalized the image within $SysprepSeconds s; the image state is $state."
  }
  if ($exited -and -not $exitedAt) {
    $exitedAt = Get-Date
  }
  if ($exited -and (Get-Date) -ge $exitedAt.AddSeconds($StateSeconds)) {
    Stop-WithLogs "Sysprep ended, but the image state is $state $StateSeconds s later."
  }
  Start-Sleep -Seconds 1
}
[Console]::WriteLine('>>> Sysprep has generalized the image.')
