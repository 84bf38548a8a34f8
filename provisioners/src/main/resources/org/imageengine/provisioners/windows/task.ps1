# What the other scripts have in common: scheduled tasks, named as the folders of their jobs, and the
# processes of jobs.

# The process that a job has noted, unless it has ended.
function Get-JobProcess([string] $Folder) {
  $noted = [System.IO.File]::ReadAllText("$Folder\process").Split(' ')
  $process = Get-Process -Id ([int] $noted[0]) -ErrorAction SilentlyContinue
  # The number may be another process's by now.
  if ($process -and "$($process.StartTime.ToFileTimeUtc())" -eq $noted[1]) {
    return $process
  }
  return $null
}

# Registers a task and starts it. The password comes as a value, never as an argument of a process.
function Start-EngineTask([string] $Name, [string] $Program, [string] $Arguments, [string] $Account, [string] $Password) {
  $service = New-Object -ComObject Schedule.Service
  $service.Connect()
  $task = $service.NewTask(0)
  $task.RegistrationInfo.Description = 'A step of an image build'
  # Some Windows never start a task, or stop it, because they take themselves to be on batteries.
  $task.Settings.DisallowStartIfOnBatteries = $false
  $task.Settings.StopIfGoingOnBatteries = $false
  $task.Settings.ExecutionTimeLimit = 'PT0S'
  $task.Settings.Enabled = $true
  $task.Settings.Hidden = $true
  # Normal priority: tasks have a lower one.
  $task.Settings.Priority = 4
  $task.Principal.RunLevel = 1
  $action = $task.Actions.Create(0)
  $action.Path = $Program
  $action.Arguments = $Arguments
  $root = $service.GetFolder('\')
  # 6: create or update. 5: a service account, 1: with a password.
  if ($Account -eq 'SYSTEM') {
    $made = $root.RegisterTaskDefinition($Name, $task, 6, 'SYSTEM', $null, 5)
  } else {
    $made = $root.RegisterTaskDefinition($Name, $task, 6, $Account, $Password, 1)
  }
  $made.Run($null) | Out-Null
}

function Get-EngineTask([string] $Name) {
  $service = New-Object -ComObject Schedule.Service
  $service.Connect()
  try {
    return $service.GetFolder('\').GetTask($Name)
  } catch {
    return $null
  }
}

function Remove-EngineTask([string] $Name) {
  $task = Get-EngineTask $Name
  if ($task) {
    $task.Stop(0)
    $service = New-Object -ComObject Schedule.Service
    $service.Connect()
    $service.GetFolder('\').DeleteTask($Name, 0)
  }
}
