# Runs a script of the user's. No "try" around it and no ErrorActionPreference: inside them an error
# that the script goes on after would end it.
param(
  [Parameter(Mandatory = $true)] [string] $Script
)
try {
  [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
} catch {
  Write-Warning "The output is not in UTF-8: $_"
}
$global:ProgressPreference = 'SilentlyContinue'
$global:LASTEXITCODE = 0
& $Script
exit $LASTEXITCODE
