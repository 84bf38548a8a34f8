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
        name: 'from-script'
        scriptUri: 'https://files.example.com/setup.sh'
        sha256Checksum: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'
      }
      {
        type: 'Shell'
        name: 'from-line'
        inline: 'uname -a'
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
