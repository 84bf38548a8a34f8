resource imageTemplate 'Microsoft.VirtualMachineImages/imageTemplates@2022-02-14' = {
  name: 'golden'
  location: 'westeurope'
  properties: {
    source: {
      type: 'PlatformImage'
      publisher: 'Debian'
      offer: 'debian-12'
      sku: '12-gen2'
      version: 'latest'
    }
    customize: [
      {
        type: 'Shell'
        name: 'greet'
        inline: [
          'echo ready'
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
          type: 'Shell'
          name: 'check-line'
          inline: [
            'test -d /etc'
          ]
        }
        {
          type: 'Shell'
          name: 'check-script'
          scriptUri: 'https://files.example.com/check.sh'
          sha256Checksum: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
        }
      ]
    }
  }
}
