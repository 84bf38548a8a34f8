# Starts a job, the first time, and tells what it has put out since the given offsets, for some
# seconds or until it ends. It may be asked again and again: what it tells depends on the offsets
# alone, so that a lost connection loses nothing.
param(
  [Parameter(Mandatory = $true)] [string] $Folder,
  [long] $Out = 0,
  [long] $Err = 0,
  [int] $Seconds = 15,
  [string] $Account = ''
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
. "$PSScriptRoot\task.ps1"
$name = Split-Path -Leaf $Folder

function Write-Result([string] $Word, [string] $Text) {
  $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text)
  [Console]::WriteLine("result $Word " + [System.Convert]::ToBase64String($bytes))
}

function Start-EngineJob {
  # Read before anything else, and nothing is left in the pipe.
  $password = ''
  if ($Account -and $Account -ne 'SYSTEM') {
    $password = [Console]::In.ReadLine()
  }
  try {
    New-Item -ItemType Directory -Path "$Folder\begun" | Out-Null
  } catch {
    if (Test-Path "$Folder\begun") {
      # An earlier attempt, whose connection was lost, has just come through.
      return
    }
    throw
  }
  $encoded = [System.IO.File]::ReadAllText("$Folder\command.b64")
  [System.IO.File]::WriteAllBytes("$Folder\command.txt", [System.Convert]::FromBase64String($encoded))
  $program = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
  $arguments = '-NoProfile -NonInteractive -ExecutionPolicy Bypass -File "' + $PSScriptRoot + '\job.ps1" -Folder "' + $Folder + '"'
  if ($Account) {
    Start-EngineTask $name $program $arguments $Account $password
  } else {
    # A child of ours would end with this connection's shell.
    $made = Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{ CommandLine = "$program $arguments"; CurrentDirectory = $env:USERPROFILE }
    if ($made.ReturnValue -ne 0) {
      throw "Win32_Process.Create returned $($made.ReturnValue)"
    }
  }
}

# Sends what a stream has more than we have told; returns the new offset.
function Send-Output([string] $Stream, [long] $Offset) {
  $path = "$Folder\$Stream"
  if (-not [System.IO.File]::Exists($path)) {
    return $Offset
  }
  $file = [System.IO.File]::Open($path, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]::ReadWrite)
  try {
    $file.Position = $Offset
    $buffer = New-Object byte[] 24576
    $read = $file.Read($buffer, 0, $buffer.Length)
  } finally {
    $file.Close()
  }
  if ($read -gt 0) {
    [Console]::WriteLine("$Stream " + [System.Convert]::ToBase64String($buffer, 0, $read))
  }
  return $Offset + $read
}

# Whether the process of the job has been there, and is not any more.
function Test-ProcessEnded {
  return (Test-Path "$Folder\process") -and -not (Get-JobProcess $Folder)
}

# 'running', 'exited', or 'gone': it can put out no more, and has left no exit code.
function Get-JobState {
  if ($Account) {
    $task = Get-EngineTask $name
    if (-not $task) {
      return 'gone'
    }
    # 2: queued, 4: running.
    if ($task.State -eq 2 -or $task.State -eq 4) {
      return 'running'
    }
    # 267009, 267011, 267045: is running, has not run yet, is queued. After a restart that may be old.
    if (@(267009, 267011, 267045) -contains $task.LastTaskResult -and -not (Test-ProcessEnded)) {
      return 'running'
    }
  } elseif (-not (Test-Path "$Folder\exit") -and -not (Test-ProcessEnded)) {
    return 'running'
  }
  if (Test-Path "$Folder\exit") {
    return 'exited'
  }
  return 'gone'
}

function Get-ExitCode {
  if ($Account) {
    return (Get-EngineTask $name).LastTaskResult
  }
  return [System.IO.File]::ReadAllText("$Folder\exit")
}

try {
  if (-not (Test-Path "$Folder\begun")) {
    Start-EngineJob
  }
  [Console]::WriteLine('begun')
  $end = (Get-Date).AddSeconds($Seconds)
  while ($true) {
    # Asked before the streams are read, or the last output would be missed.
    $state = Get-JobState
    $newOut = Send-Output 'stdout' $Out
    $newErr = Send-Output 'stderr' $Err
    $moved = $newOut -ne $Out -or $newErr -ne $Err
    $Out = $newOut
    $Err = $newErr
    if (-not $moved) {
      if (Test-Path "$Folder\failure") {
        Write-Result 'failed' ([System.IO.File]::ReadAllText("$Folder\failure"))
        break
      }
      if ($state -eq 'exited') {
        Write-Result 'exited' "$(Get-ExitCode)"
        break
      }
      if ($state -eq 'gone') {
        Write-Result 'gone' ''
        break
      }
    }
    if ((Get-Date) -ge $end) {
      Write-Result 'running' ''
      break
    }
    if (-not $moved) {
      Start-Sleep -Milliseconds 200
    }
  }
} catch {
  Write-Result 'failed' $_.Exception.Message
}
