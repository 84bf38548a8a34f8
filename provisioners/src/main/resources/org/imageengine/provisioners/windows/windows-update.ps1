# One round of updates: looks for them, chooses, downloads and installs. Runs as SYSTEM, as the
# update service refuses tokens that came over the network.
# Exit codes: 0 nothing is left to install, 10 Windows wants a restart first, 11 something was tried
# and a restart is due, 12 another installation is running, 1 anything else.
# Lines that begin with @@ are for the engine, all others for the log.
param(
  [Parameter(Mandatory = $true)] [string] $OptionsFile
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
try {
  [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
} catch {
  Write-Warning "The output is not in UTF-8: $_"
}

$options = [System.IO.File]::ReadAllText($OptionsFile) | ConvertFrom-Json
$busy = -2145124330 # 0x80240016

function Test-RebootPending {
  if ((New-Object -ComObject Microsoft.Update.SystemInfo).RebootRequired) {
    return $true
  }
  $servicing = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing'
  return (Test-Path "$servicing\RebootPending") -or (Test-Path "$servicing\PackagesPending")
}

# The worker of the servicing stack comes and goes; only its absence for a while means an end.
function Wait-Quiet([int] $Quiet, [int] $Limit) {
  $begin = Get-Date
  $since = $begin
  while ($true) {
    $now = Get-Date
    if (Get-Process -Name TiWorker -ErrorAction SilentlyContinue) {
      $since = $now
      if (($now - $begin).TotalSeconds -ge $Limit) {
        throw "TiWorker.exe, which services Windows, is still at work after $Limit s."
      }
    } elseif (($now - $since).TotalSeconds -ge $Quiet) {
      return
    }
    Start-Sleep -Seconds 1
  }
}

function Test-Chosen($Update) {
  foreach ($filter in $options.filters) {
    $parts = $filter.Split([char[]] ':', 2)
    $expression = [scriptblock]::Create($parts[1])
    if ($Update | Where-Object $expression) {
      return $parts[0] -eq 'include'
    }
  }
  return $false
}

function Get-Size($Update) {
  return '{0:N1} MB' -f ($Update.MaxDownloadSize / 1048576)
}

function Get-ErrorName([int] $Code) {
  return '0x{0:X8}' -f $Code
}

function Select-Updates($Found) {
  $chosen = New-Object -ComObject Microsoft.Update.UpdateColl
  $titles = @{}
  for ($i = 0; $i -lt $Found.Count; $i++) {
    $update = $Found.Item($i)
    $title = $update.Title
    if ($update.InstallationBehavior.CanRequestUserInput) {
      [Console]::WriteLine("Skipped, as it may ask the user: $title")
    } elseif ($options.skip -contains $update.Identity.UpdateID) {
      [Console]::WriteLine("Skipped, as it has failed twice: $title")
    } elseif (-not (Test-Chosen $update)) {
      [Console]::WriteLine("Filtered out: $title")
    } elseif ($titles.ContainsKey($title)) {
      [Console]::WriteLine("Skipped, as another has the same title: $title")
    } else {
      $titles[$title] = $true
      if (-not $update.EulaAccepted) {
        $update.AcceptEula()
      }
      [Console]::WriteLine("Found: $title ($(Get-Size $update))")
      $chosen.Add($update) | Out-Null
      if ($chosen.Count -ge $options.limit) {
        [Console]::WriteLine("The limit of $($options.limit) updates for one round is reached.")
        break
      }
    }
  }
  return , $chosen
}

function Save-Updates($Session, $Chosen) {
  $wanted = New-Object -ComObject Microsoft.Update.UpdateColl
  for ($i = 0; $i -lt $Chosen.Count; $i++) {
    $update = $Chosen.Item($i)
    if (-not $update.IsDownloaded) {
      $wanted.Add($update) | Out-Null
    }
  }
  if ($wanted.Count -gt 0) {
    [Console]::WriteLine("Downloading $($wanted.Count) updates ...")
    $downloader = $Session.CreateUpdateDownloader()
    $downloader.Updates = $wanted
    $result = $downloader.Download()
    # 2: succeeded, 3: with errors; what is missing fails when it is installed.
    if ($result.ResultCode -ne 2 -and $result.ResultCode -ne 3) {
      [Console]::WriteLine("Downloading ended with result $($result.ResultCode), $(Get-ErrorName $result.HResult).")
    }
  }
}

function Install-Updates($Session, $Chosen) {
  $ready = New-Object -ComObject Microsoft.Update.UpdateColl
  for ($i = 0; $i -lt $Chosen.Count; $i++) {
    $update = $Chosen.Item($i)
    if ($update.IsDownloaded) {
      $ready.Add($update) | Out-Null
    } else {
      [Console]::WriteLine("Failed: $($update.Title) was not downloaded.")
      [Console]::WriteLine("@@failed $($update.Identity.UpdateID) $($update.Title)")
    }
  }
  if ($ready.Count -eq 0) {
    return
  }
  [Console]::WriteLine("Installing $($ready.Count) updates ...")
  $installer = $Session.CreateUpdateInstaller()
  $installer.Updates = $ready
  $result = $installer.Install()
  for ($i = 0; $i -lt $ready.Count; $i++) {
    $update = $ready.Item($i)
    $one = $result.GetUpdateResult($i)
    if ($one.ResultCode -eq 2 -or $one.ResultCode -eq 3) {
      [Console]::WriteLine("Installed: $($update.Title) ($(Get-Size $update))")
      [Console]::WriteLine("@@installed $($update.Identity.UpdateID) $($update.Title)")
    } elseif ($one.HResult -eq $busy) {
      [Console]::WriteLine("Another installation is running: $($update.Title)")
      exit 12
    } else {
      [Console]::WriteLine("Failed: $($update.Title) with $(Get-ErrorName $one.HResult), result $($one.ResultCode)")
      [Console]::WriteLine("@@failed $($update.Identity.UpdateID) $($update.Title)")
    }
  }
}

try {
  Wait-Quiet $options.quietSeconds $options.quietLimitSeconds
  if (Test-RebootPending) {
    [Console]::WriteLine('Windows has a restart pending.')
    exit 10
  }
  $session = New-Object -ComObject Microsoft.Update.Session
  $session.ClientApplicationID = 'Image Engine'
  $searcher = $session.CreateUpdateSearcher()
  [Console]::WriteLine("Searching for updates: $($options.criteria)")
  $found = $searcher.Search($options.criteria)
  $chosen = Select-Updates $found.Updates
  if ($chosen.Count -eq 0) {
    [Console]::WriteLine('No updates are left to install.')
    exit 0
  }
  Save-Updates $session $chosen
  Install-Updates $session $chosen
  exit 11
} catch {
  $cause = $_.Exception
  while ($cause) {
    if ($cause.HResult -eq $busy -or $cause.Message -like '*0x80240016*') {
      [Console]::WriteLine('Another installation is running (0x80240016).')
      exit 12
    }
    $cause = $cause.InnerException
  }
  [Console]::Error.WriteLine("$_")
  exit 1
}
