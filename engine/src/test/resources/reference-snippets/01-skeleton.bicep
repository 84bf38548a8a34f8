param azureImageBuilderName string = 'golden'

resource azureImageBuilder 'Microsoft.VirtualMachineImages/imageTemplates@2022-02-14' = {
  name: azureImageBuilderName
  location: 'westeurope'
  tags:{
    team: 'platform'
    stage: 'test'
  }
  identity:{}
  properties:{
    buildTimeoutInMinutes: 90
    customize: []
    distribute: [
      {
        type: 'VHD'
        runOutputName: 'out'
      }
    ]
    source: {
      type: 'PlatformImage'
      publisher: 'Debian'
      offer: 'debian-12'
      sku: '12-gen2'
      version: 'latest'
    }
    stagingResourceGroup: '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-staging'
    validate: {}
    vmProfile:{
      vmSize: 'Standard_D2ds_v4'
      osDiskSizeGB: 64
      vnetConfig: {
        subnetId: '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-build/subnets/snet-build'
        proxyVmSize: 'Standard_A1_v2'
      }
      userAssignedIdentities: [
        '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one'
        '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-two'
        '/subscriptions/11112222-3333-4444-5555-666677778888/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-three'
      ]
    }
  }
}
