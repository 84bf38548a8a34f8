resource imageTemplate 'Microsoft.VirtualMachineImages/imageTemplates@2023-07-01' = {
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
    errorHandling: {
      onCustomizerError: 'abort',
      onValidationError: 'cleanup'
    }
    distribute: [
      {
        type: 'VHD'
        runOutputName: 'out'
      }
    ]
  }
}
