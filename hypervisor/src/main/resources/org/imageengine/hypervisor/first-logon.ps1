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

try {
  # Rules for WinRM do not hold in a public network, which every new one is at first.
  Get-NetConnectionProfile | Set-NetConnectionProfile -NetworkCategory Private

  $secret = ConvertTo-SecureString (Get-Content "$here\winrm.txt") -AsPlainText -Force
  $certificate = Import-PfxCertificate -FilePath "$here\winrm.pfx" -Password $secret -CertStoreLocation Cert:\LocalMachine\My

  Enable-PSRemoting -SkipNetworkProfileCheck -Force | Out-Null
  Get-ChildItem WSMan:\localhost\Listener |
    Where-Object { $_.Keys -contains 'Transport=HTTPS' } |
    Remove-Item -Recurse -Force
  New-Item WSMan:\localhost\Listener -Transport HTTPS -Address * -CertificateThumbPrint $certificate.Thumbprint -Force | Out-Null
  Set-Item WSMan:\localhost\Service\AllowUnencrypted $false
  Set-Item WSMan:\localhost\Service\Auth\Basic $true
  Set-Item WSMan:\localhost\MaxTimeoutms 7200000
  Set-Item WSMan:\localhost\Shell\MaxMemoryPerShellMB 2048

  # Without it a local administrator is none over the network.
  $policies = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System'
  Set-ItemProperty -Path $policies -Name LocalAccountTokenFilterPolicy -Value 1 -Type DWord

  New-NetFirewallRule -Name ImageEngineWinRM -DisplayName 'Image Engine: WinRM over HTTPS' -Direction Inbound -Protocol TCP -LocalPort 5986 -Action Allow | Out-Null
  Set-Service -Name WinRM -StartupType Automatic
  Restart-Service -Name WinRM -Force
  Write-Serial 'WinRM is open'
} catch {
  Write-Serial "first-logon.ps1 failed: $_"
  throw
}
