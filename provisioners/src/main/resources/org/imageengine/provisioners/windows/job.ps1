# Runs one command line apart from any connection: its output and its exit code go into files.
param(
  [Parameter(Mandatory = $true)] [string] $Folder
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# Whoever looks for the file finds all of it.
function Write-Whole([string] $Name, [string] $Text) {
  [System.IO.File]::WriteAllText("$Folder\$Name.partial", $Text)
  [System.IO.File]::Move("$Folder\$Name.partial", "$Folder\$Name")
}

$code = 1
try {
  $me = Get-Process -Id $PID
  Write-Whole 'process' "$PID $($me.StartTime.ToFileTimeUtc())"
  $line = [System.IO.File]::ReadAllText("$Folder\command.txt")
  [System.IO.File]::WriteAllText("$Folder\empty", '')
  $started = @{
    FilePath = "$env:SystemRoot\System32\cmd.exe"
    ArgumentList = '/d /s /c "' + $line + '"'
    RedirectStandardInput = "$Folder\empty"
    RedirectStandardOutput = "$Folder\stdout"
    RedirectStandardError = "$Folder\stderr"
    NoNewWindow = $true
    PassThru = $true
  }
  $process = Start-Process @started
  # Without having asked for the handle there is no exit code later.
  $handle = $process.Handle
  # Not for its children: what it leaves in the background is its own affair.
  $process.WaitForExit()
  $code = $process.ExitCode
  Write-Whole 'exit' "$code"
} catch {
  Write-Whole 'failure' $_.Exception.Message
}
exit $code
