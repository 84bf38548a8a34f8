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
        type:'ManagedImage'
        imageId: '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-images/providers/Microsoft.Compute/images/img-out'
        location: 'westeurope'
        runOutputName: 'managed-out'
        artifactTags: {
            team: 'platform'
            stage: 'test'
        }
      }
    ]
  }
}
