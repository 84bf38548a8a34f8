# Opens WinRM over HTTPS to the build, with the certificate of this run. Runs once, at the first
# logon, from the medium that it lies on; says on the first serial port how it went.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path

function Write-Serial([string] $Text) {
  try {
    $port = New-Object System.IO.Ports.SerialPort 'COM1', 115200
    $port.Open()
    $port.WriteLine("image-engine: $Text")
    $port.Close()
  } catch {
    Write-Warning "COM1: $_"
  }
}

# WinRM takes no settings in a public network, which every new one is at first. While Windows still
# finds out which network it is, the category cannot be set, or does not last: it must be seen twice.
function Set-PrivateNetwork([int] $Seconds) {
  $end = (Get-Date).AddSeconds($Seconds)
  $seen = ''
  $times = 0
  while ($times -lt 2) {
    try {
      $networks = @(Get-NetConnectionProfile)
      $others = @($networks | Where-Object { $_.NetworkCategory -ne 'Private' })
      if ($networks.Count -eq 0) {
        $times = 0
        $seen = 'there is no network; perhaps there is no driver for the network card'
      } elseif ($others.Count -eq 0) {
        $times = $times + 1
      } else {
        $times = 0
        $seen = 'the network is still public'
        $others | Set-NetConnectionProfile -NetworkCategory Private
      }
    } catch {
      $times = 0
      $seen = "$_"
    }
    if ((Get-Date) -ge $end) {
      throw "no private network after $Seconds s: $seen"
    }
    Start-Sleep -Seconds 1
  }
}

try {
  # Windows adds one to LogonCount. Another logon would hold the profile that is to be deleted.
  $winlogon = 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon'
  Set-ItemProperty -Path $winlogon -Name AutoLogonCount -Value 0 -Type DWord
  Set-ItemProperty -Path $winlogon -Name AutoAdminLogon -Value '0'
  Remove-ItemProperty -Path $winlogon -Name DefaultPassword -ErrorAction SilentlyContinue

  Set-PrivateNetwork 300

  $secret = ConvertTo-SecureString (Get-Content "$here\winrm.txt") -AsPlainText -Force
  $certificate = Import-PfxCertificate -FilePath "$here\winrm.pfx" -Password $secret -CertStoreLocation Cert:\LocalMachine\My

  Enable-PSRemoting -SkipNetworkProfileCheck -Force | Out-Null
  Get-ChildItem WSMan:\localhost\Listener |
    Where-Object { $_.Keys -contains 'Transport=HTTPS' } |
    Remove-Item -Recurse -Force
  Set-Item WSMan:\localhost\Service\AllowUnencrypted $false -Force
  Set-Item WSMan:\localhost\Service\Auth\Basic $true -Force
  Set-Item WSMan:\localhost\MaxTimeoutms 7200000 -Force
  # No limit, as newer versions have it.
  Set-Item WSMan:\localhost\Shell\MaxMemoryPerShellMB 2147483647 -Force

  # Without it a local administrator is none over the network.
  $policies = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'
  Set-ItemProperty -Path $policies -Name LocalAccountTokenFilterPolicy -Value 1 -Type DWord

  Set-Service -Name WinRM -StartupType Automatic
  Restart-Service -Name WinRM -Force

  # The door last: whoever gets in finds all of it ready.
  New-Item WSMan:\localhost\Listener -Transport HTTPS -Address * -CertificateThumbPrint $certificate.Thumbprint -Force | Out-Null
  Get-NetFirewallRule -Name ImageEngineWinRM -ErrorAction SilentlyContinue | Remove-NetFirewallRule
  New-NetFirewallRule -Name ImageEngineWinRM -DisplayName 'Image Engine: WinRM over HTTPS' -Direction Inbound -Protocol TCP -LocalPort 5986 -Action Allow | Out-Null
  Write-Serial 'WinRM is open'
} catch {
  Write-Serial "first-logon.ps1 failed: $_"
  throw
}
