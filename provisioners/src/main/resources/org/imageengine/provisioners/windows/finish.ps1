# Takes out of the guest what the engine has brought into it, says on the first serial port how that
# went, and turns the guest off. Runs as SYSTEM, in a task of its own.
param(
  [Parameter(Mandatory = $true)] [string] $User,
  [Parameter(Mandatory = $true)] [string] $Task,
  [int] $QuietSeconds = 30
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
. "$PSScriptRoot\task.ps1"
$failures = @()

function Write-Serial([string] $Text) {
  try {
    $port = New-Object System.IO.Ports.SerialPort 'COM1', 115200
    $port.Open()
    $port.WriteLine("image-engine: $Text")
    $port.Close()
  } catch {
    [Console]::Error.WriteLine("COM1: $_")
  }
}

# One thing that does not go is told; the others go all the same.
function Invoke-Part([string] $What, [scriptblock] $Part) {
  try {
    & $Part
  } catch {
    $script:failures += "$What ($_)"
  }
}

function Remove-Value([string] $Key, [string] $Name) {
  $there = Get-ItemProperty -Path $Key -Name $Name -ErrorAction SilentlyContinue
  if ($there) {
    Remove-ItemProperty -Path $Key -Name $Name
  }
}

# The connection that started this ends by itself; its shell holds the profile of the user.
function Wait-ShellsGone {
  $end = (Get-Date).AddSeconds($QuietSeconds)
  while ((Get-Process -Name @('winrshost', 'wsmprovhost') -ErrorAction SilentlyContinue) -and (Get-Date) -lt $end) {
    Start-Sleep -Milliseconds 500
  }
}

function Remove-User {
  $account = Get-LocalUser -Name $User -ErrorAction SilentlyContinue
  if (-not $account) {
    return
  }
  $sid = $account.SID.Value
  $end = (Get-Date).AddSeconds($QuietSeconds)
  while ($true) {
    $userProfile = Get-CimInstance -ClassName Win32_UserProfile -Filter "SID = '$sid'"
    if (-not $userProfile) {
      break
    }
    try {
      $userProfile | Remove-CimInstance
    } catch {
      if ((Get-Date) -ge $end) {
        throw
      }
      Start-Sleep -Seconds 1
    }
  }
  Remove-LocalUser -Name $User
}

Wait-ShellsGone
Invoke-Part 'the firewall rule' {
  Get-NetFirewallRule -Name ImageEngineWinRM -ErrorAction SilentlyContinue | Remove-NetFirewallRule
}
Invoke-Part 'the WinRM listener and its certificate' {
  Set-Item WSMan:\localhost\Service\Auth\Basic $false -Force
  Get-ChildItem WSMan:\localhost\Listener |
    Where-Object { $_.Keys -contains 'Transport=HTTPS' } |
    Remove-Item -Recurse -Force
  foreach ($certificate in (Get-ChildItem Cert:\LocalMachine\My)) {
    if ($certificate.Subject -eq 'CN=image-build') {
      Remove-Item -Path "Cert:\LocalMachine\My\$($certificate.Thumbprint)" -DeleteKey -Force
    }
  }
}
Invoke-Part 'the policy for local accounts' {
  Remove-Value 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System' 'LocalAccountTokenFilterPolicy'
}
Invoke-Part 'the automatic logon' {
  $logon = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon'
  foreach ($name in @('AutoAdminLogon', 'AutoLogonCount', 'DefaultUserName', 'DefaultPassword', 'DefaultDomainName')) {
    Remove-Value $logon $name
  }
}
Invoke-Part 'the answer files with the password' {
  foreach ($file in @("$env:SystemRoot\Panther\unattend.xml", "$env:SystemRoot\Panther\unattend-original.xml", "$env:SystemRoot\Panther\Unattend\unattend.xml", "$env:SystemRoot\System32\Sysprep\unattend.xml")) {
    if (Test-Path $file) {
      Remove-Item $file -Force
    }
  }
}
Invoke-Part 'the build user' { Remove-User }
Invoke-Part 'the tasks' {
  $service = New-Object -ComObject Schedule.Service
  $service.Connect()
  $root = $service.GetFolder('\')
  # 1: hidden ones as well.
  foreach ($left in $root.GetTasks(1)) {
    if ($left.Name -like 'image-engine-*') {
      if ($left.Name -ne $Task) {
        $left.Stop(0)
      }
      $root.DeleteTask($left.Name, 0)
    }
  }
}
Invoke-Part 'the working folders' {
  foreach ($folder in (Get-ChildItem "$env:SystemRoot\Temp" -Filter 'image-engine-*')) {
    Remove-Item -LiteralPath $folder.FullName -Recurse -Force
  }
}

if ($failures.Count -eq 0) {
  Write-Serial 'generalized'
} else {
  Write-Serial ('not all was taken out of the guest: ' + ($failures -join '; '))
}
& "$env:SystemRoot\System32\shutdown.exe" /s /t 0
