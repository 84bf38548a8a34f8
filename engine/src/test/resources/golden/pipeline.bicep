metadata description = 'One image for all teams, sent wherever the parameters say.'

import { lockType } from 'br/public:avm/utl/types/avm-common-types:0.5.1'

@description('Begins the name of the template; the team\'s name is good.')
param prefix string
param location string = resourceGroup().location
@minValue(0)
@maxValue(960)
param timeout int = 0
param subnet string?
param source object
param steps array
param staging string?
param lock lockType?
param roles roleType
@description('Where the image goes.')
param targets targetType[]
param identities identitiesType
param checks checksType
@allowed([
  'Enabled'
  'Disabled'
])
param warmBoot string?
param stamp string = utcNow('yyyy-MM-dd')

var identity = {
  type: 'UserAssigned'
  userAssignedIdentities: reduce(
    map((identities.?ids ?? []), (id) => { '${id}': {} }),
    {},
    (all, next) => union(all, next)
  ) // { id: {} } of every id
}
var roleNames = {
  Reader: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')
  'Access Administrator (Preview)': subscriptionResourceId(
    'Microsoft.Authorization/roleDefinitions',
    '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'
  )
}

#disable-next-line no-deployments-resources
resource nothing 'Microsoft.Resources/deployments@2023-07-01' = if (!empty(roles)) {
  name: 'nothing-${substring(uniqueString(deployment().name, location), 0, 4)}'
  properties: {
    mode: 'Incremental'
    template: {
      '$schema': 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
      contentVersion: '1.0.0.0'
      resources: []
    }
  }
}

resource image 'Microsoft.VirtualMachineImages/imageTemplates@2023-07-01' = {
  #disable-next-line use-stable-resource-identifiers // every run has a name of its own
  name: '${prefix}-${stamp}'
  location: location
  identity: identity
  properties: {
    buildTimeoutInMinutes: timeout
    vmProfile: {
      vnetConfig: !empty(subnet)
        ? {
            subnetId: subnet
          }
        : null
    }
    source: source
    customize: steps
    stagingResourceGroup: staging
    distribute: [
      for target in targets: union(
        {
          type: target.type
          artifactTags: target.?tags ?? {
            publisher: source.?publisher
            imageId: source.?imageId
          }
        },
        (target.type == 'ManagedImage'
          ? {
              runOutputName: target.?output ?? '${target.image}-managed'
              location: target.?location ?? location
              #disable-next-line use-resource-id-functions
              imageId: target.?imageId ?? '${subscription().id}/resourceGroups/${resourceGroup().name}/providers/Microsoft.Compute/images/${target.image}'
            }
          : {}),
        (target.type == 'SharedImage'
          ? {
              runOutputName: target.?output ?? '${last(split((target.definition ?? '/'), '/'))}-shared'
              galleryImageId: !empty(target.?version)
                ? '${target.definition}/versions/${target.version}'
                : target.definition
              targetRegions: [for region in (target.?regions ?? [location]): { name: region }]
            }
          : {})
      )
    ]
    validate: checks
    optimize: warmBoot != null
      ? {
          vmBoot: {
            state: warmBoot
          }
        }
      : null
  }
}

resource imageLock 'Microsoft.Authorization/locks@2020-05-01' = if (!empty(lock ?? {}) && lock.?kind != 'None') {
  name: lock.?name ?? 'lock-${prefix}'
  properties: {
    level: lock.?kind ?? ''
  }
  scope: image
}

resource imageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (role, index) in (roles ?? []): {
    name: guid(image.id, role.principalId, role.name)
    properties: {
      roleDefinitionId: contains(roleNames, role.name)
        ? roleNames[role.name]
        : contains(role.name, '/providers/') ? role.name : ''
      principalId: role.principalId
    }
    scope: image
  }
]

output id string = image.id
output name string = image.name

// What the parameters look like.

type roleType = {
  name: string
  principalId: string
  kind: ('ServicePrincipal' | 'Group' | null)?
}[]?

type identitiesType = {
  ids: string[]
}

@discriminator('type')
type targetType = sharedType | managedType

type sharedType = {
  type: 'SharedImage'
  output: string?
  tags: object?
  definition: string
  version: string?
  regions: string[]?
}

type managedType = {
  type: 'ManagedImage'
  output: string?
  tags: object?
  location: string?
  imageId: string?
  image: string
}

type checksType = {
  continueDistributeOnFailure: bool?
  inVMValidations: object[]?
}?
