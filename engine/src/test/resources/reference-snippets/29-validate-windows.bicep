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
        name: 'greet'
        inline: [
          'Write-Output ready'
        ]
      }
    ]
    distribute: [
      {
        type: 'VHD'
        runOutputName: 'out'
      }
    ]
    validate: {
      continueDistributeOnFailure: false
      sourceValidationOnly: false
      inVMValidations: [
        {
          type: 'PowerShell'
          name: 'check from a line'
          inline: [
            'Get-Service WinRM'
          ]
          validExitCodes: 0
          runElevated: true
          runAsSystem: true
        }
        {
          type: 'PowerShell'
          name: 'check from a script'
          scriptUri: 'https://files.example.com/check.ps1'
          runElevated: true,
          sha256Checksum: 'fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210'
        }
      ]
    }
  }
}
