resource imageTemplate 'Microsoft.VirtualMachineImages/imageTemplates@2022-02-14' = {
  name: 'golden'
  location: 'westeurope'
  identity:{
    type:'UserAssigned'
    userAssignedIdentities:{
      '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-builder': {}
    }
  }
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
  }
}
