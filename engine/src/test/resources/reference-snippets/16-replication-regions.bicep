resource imageTemplate 'Microsoft.VirtualMachineImages/imageTemplates@2022-07-01' = {
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
        type: 'SharedImage'
        galleryImageId: '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-gallery/providers/Microsoft.Compute/galleries/galShared/images/debian-golden'
        runOutputName: 'gallery-out'
        replicationRegions: [
            'westeurope',
            'northeurope'
        ]
      }
    ]
  }
}
