# The first bytes of a file, in base64.
param(
  [Parameter(Mandatory = $true)] [string] $Path,
  [Parameter(Mandatory = $true)] [int] $Bytes
)
$ErrorActionPreference = 'Stop'

$name = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Path))
if (-not [System.IO.File]::Exists($name)) {
  [Console]::WriteLine('result none')
  exit 0
}
try {
  $file = [System.IO.File]::Open($name, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]::ReadWrite)
  try {
    $buffer = New-Object byte[] $Bytes
    $count = 0
    while ($count -lt $Bytes) {
      $read = $file.Read($buffer, $count, $Bytes - $count)
      if ($read -eq 0) {
        break
      }
      $count += $read
    }
  } finally {
    $file.Close()
  }
  [Console]::WriteLine('result text ' + [System.Convert]::ToBase64String($buffer, 0, $count))
} catch {
  $words = [System.Text.Encoding]::UTF8.GetBytes($_.Exception.Message)
  [Console]::WriteLine('result failed ' + [System.Convert]::ToBase64String($words))
}
