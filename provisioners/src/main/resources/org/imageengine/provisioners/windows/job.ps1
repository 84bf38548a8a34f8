# Runs one command line apart from any connection: its output and its exit code go into files.
param(
  [Parameter(Mandatory = $true)] [string] $Folder
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$code = 1
try {
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
  [System.IO.File]::WriteAllText("$Folder\exit.partial", "$code")
  [System.IO.File]::Move("$Folder\exit.partial", "$Folder\exit")
} catch {
  [System.IO.File]::WriteAllText("$Folder\failure", $_.Exception.Message)
}
exit $code
