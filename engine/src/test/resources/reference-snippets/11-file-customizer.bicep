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
        type: 'File'
        name: 'fetch-page'
        sourceUri: 'https://files.example.com/start.html'
        destination: '/tmp/start.html'
        sha256Checksum: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
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
