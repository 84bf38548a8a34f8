# What engine doctor --image runs in a Windows guest: does PowerShell run, and who are we?
$os = Get-CimInstance -ClassName Win32_OperatingSystem
Write-Output "$($os.Caption) $($os.Version), PowerShell $($PSVersionTable.PSVersion)"
$identity = [Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object Security.Principal.WindowsPrincipal($identity)
if (-not $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
  throw "The build user $($identity.Name) is not an administrator over the network."
}
Write-Output "Logged in as $($identity.Name), an administrator"
