# The user's own way to generalize: shows the script, then runs it.
$path = 'C:\DeprovisioningScript.ps1'
$global:ProgressPreference = 'SilentlyContinue'
try {
  [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
} catch {
  Write-Warning "The output is not in UTF-8: $_"
}
[Console]::WriteLine(">>> $path replaces the default Sysprep command:")
foreach ($line in (Get-Content -LiteralPath $path)) {
  [Console]::WriteLine("  | $line")
}
[Console]::WriteLine(">>> Running $path ...")
$global:LASTEXITCODE = 0
& $path
exit $LASTEXITCODE
