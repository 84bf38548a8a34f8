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
    vmProfile: {
      vnetConfig: {
        subnetId: '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-build/subnets/snet-build'
      }
    }
  }
}
