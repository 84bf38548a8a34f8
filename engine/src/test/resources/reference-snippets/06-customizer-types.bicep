resource imageTemplate 'Microsoft.VirtualMachineImages/imageTemplates@2022-02-14' = {
  name: 'golden'
  location: 'westeurope'
  properties: {
    source: {
      type: 'PlatformImage'
      publisher: 'MicrosoftWindowsServer'
      offer: 'WindowsServer'
      sku: '2022-datacenter-g2'
      version: 'latest'
    }
    customize: [
      {
        type: 'File'
        destination: 'C:\\staging\\app.ini'
        sha256Checksum: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
        sourceUri: 'https://files.example.com/app.ini'
      }
      {
        type: 'PowerShell'
        inline: [
          'Get-Date'
        ]
        runAsSystem: true
        runElevated: true
        scriptUri: 'https://files.example.com/setup.ps1'
        sha256Checksum: 'fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210'
        validExitCodes: [
          0
        ]
      }
      {
        type: 'Shell'
        inline: [
          'date'
        ]
        scriptUri: 'https://files.example.com/setup.sh'
        sha256Checksum: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
      }
      {
        type: 'WindowsRestart'
        restartCheckCommand: 'hostname'
        restartCommand: 'shutdown /r /t 5'
        restartTimeout: '8m'
      }
      {
        type: 'WindowsUpdate'
        filters: [
          'include:$true'
        ]
        searchCriteria: 'IsInstalled=0'
        updateLimit: 25
      }
    ]
    distribute: [
      {
        type: 'VHD'
        runOutputName: 'out'
      }
    ]
  }
}
