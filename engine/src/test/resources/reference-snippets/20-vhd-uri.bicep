resource distribute 'Microsoft.Compute/galleries/images/runOutputs' = {
  name: 'vhd-out'
  properties: {
    type: 'VHD'
    artifactTags: {
      'team': 'platform'
      'stage': 'test'
    }
    uri: 'https://stgolden.blob.core.windows.net/vhds/debian.vhd'
  }
}
