using 'pipeline.bicep'

var subscriptionPath = '/subscriptions/11111111-1111-1111-1111-111111111111'
var group = '${subscriptionPath}/resourceGroups/images'

param prefix = 'web'
param stamp = '2026-01-31'
param subnet = '${group}/providers/Microsoft.Network/virtualNetworks/lab/subnets/build'
param source = {
  type: 'PlatformImage'
  publisher: 'Debian'
  offer: 'debian-12'
  sku: '12-gen2'
  version: 'latest'
}
param steps = [
  {
    type: 'Shell'
    name: 'packages'
    inline: [for package in ['nginx', 'curl']: 'sudo apt-get install -y ${package}']
  }
]
param targets = [
  {
    type: 'SharedImage'
    definition: '${group}/providers/Microsoft.Compute/galleries/lab/images/web'
    regions: ['westeurope', 'northeurope']
  }
  {
    type: 'ManagedImage'
    image: 'web'
    tags: { team: 'lab' }
  }
]
param identities = {
  ids: ['${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder']
}
param checks = {
  continueDistributeOnFailure: false
  inVMValidations: [
    { type: 'Shell', inline: ['nginx -t'] }
  ]
}
param warmBoot = 'Enabled'
