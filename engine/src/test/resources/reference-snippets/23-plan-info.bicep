resource imageTemplate 'Microsoft.VirtualMachineImages/imageTemplates@2022-02-14' = {
  name: 'golden'
  location: 'westeurope'
  properties: {
    source: {
      type: 'PlatformImage'
      publisher: 'RedHat'
      offer: 'rhel-byos'
      sku: 'rhel-lvm75'
      version: 'latest'
      planInfo: {
        planName: 'rhel-lvm75'
        planProduct: 'rhel-byos'
        planPublisher: 'redhat'
      }
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
  }
}
