# Puts one file into its place, verified: whole or not at all. Paths come in base64, so that no
# character of theirs means anything on the way.
param(
  [Parameter(Mandatory = $true)] [string] $Destination,
  [Parameter(Mandatory = $true)] [string] $Sha256,
  [string] $Encoded,
  [string] $Url
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function ConvertTo-Base64([string] $Text) {
  return [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($Text))
}

function Receive-File([string] $Aside) {
  if ($Url) {
    $client = New-Object System.Net.WebClient
    # The engine is beside the guest; a proxy is never in between.
    $client.Proxy = $null
    $client.DownloadFile($Url, $Aside)
  } else {
    $text = [System.IO.File]::ReadAllText($Encoded)
    [System.IO.File]::WriteAllBytes($Aside, [System.Convert]::FromBase64String($text))
  }
}

$target = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Destination))
$aside = "$target.partial-" + [System.Guid]::NewGuid().ToString()
try {
  $directory = [System.IO.Path]::GetDirectoryName($target)
  if (-not $directory) {
    $directory = [System.IO.Path]::GetPathRoot($target)
  }
  if (-not [System.IO.Directory]::Exists($directory)) {
    [Console]::WriteLine('result no-directory')
    exit 0
  }
  if ([System.IO.Directory]::Exists($target)) {
    [Console]::WriteLine('result is-directory')
    exit 0
  }
  Receive-File $aside
  $seen = (Get-FileHash -LiteralPath $aside -Algorithm SHA256).Hash
  if ($seen -ne $Sha256) {
    [Console]::WriteLine('result mismatch')
    exit 0
  }
  if ([System.IO.File]::Exists($target)) {
    [System.IO.File]::Delete($target)
  }
  [System.IO.File]::Move($aside, $target)
  [Console]::WriteLine('result placed')
} catch {
  [Console]::WriteLine('result failed ' + (ConvertTo-Base64 $_.Exception.Message))
} finally {
  foreach ($left in @($aside, $Encoded)) {
    if ($left -and [System.IO.File]::Exists($left)) {
      [System.IO.File]::Delete($left)
    }
  }
}
