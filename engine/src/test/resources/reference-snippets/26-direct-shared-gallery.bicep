resource imageTemplate 'Microsoft.VirtualMachineImages/imageTemplates@2022-07-01' = {
  name: 'golden'
  location: 'westeurope'
  properties: {
    source: {
      type: 'SharedImageVersion'
      imageVersionId: '/sharedGalleries/11112222-3333-4444-5555-666677778888-GALDIRECT/images/debian-golden/versions/1.2.3'
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
