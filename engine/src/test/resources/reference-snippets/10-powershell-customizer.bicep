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
        type: 'PowerShell'
        name:   'from-script'
        scriptUri: 'https://files.example.com/setup.ps1'
        runElevated: true
        runAsSystem: true
        sha256Checksum: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
      }
      {
        type: 'PowerShell'
        name: 'from-line'
        inline: 'Get-Service WinRM'
        validExitCodes: [0]
        runElevated: true
        runAsSystem: false
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
