targetScope = 'resourceGroup'
metadata owner = 'lab'

@description('''multi
line''')
@minLength(3)
param baseName string = 'golden'
param environment 'dev' | 'prod' = 'dev'
type step = {
  kind: 'Shell' | 'File'
  @minLength(1)
  lines: string[]
  note: string?
}
func hello(name string, n int) string => '${name}${n}'
param steps step[] = [
  { kind: 'Shell', lines: ['echo 1'] }
]
param extra object = {}
@secure()
param token string = newGuid()
param count int = 2
param flag bool?

var names = [for p in [{ name: 'git' }, { name: 'curl' }]: p.name]
var upper = map(names, n => toUpper(n))
var joined = join(filter(upper, (n, i) => i < 10), ' ')
var multi = '''
line1 ${notInterpolated}
it's
'''
var indexed = [for (n, i) in names: '${i}:${n}']
var cond = environment == 'prod' ? 'Standard_D4s_v5' : 'Standard_B2s'
var safe = extra.?missing ?? 'fallback'
var last = names[^1]
var deep = {
  ...{ a: 1 }
  b: 2
  'c-d': true
}
var arr = [
  ...names
  'vim'
]
var template = $'''
hello ${baseName}
'''

resource gallery 'Microsoft.Compute/galleries@2023-07-03' = {
  name: 'gal'
  location: resourceGroup().location
  resource def 'images' = {
    name: 'linux'
    location: resourceGroup().location
    properties: {
      osType: 'Linux'
      osState: 'Generalized'
      hyperVGeneration: 'V2'
      identifier: { publisher: 'p', offer: 'o', sku: 's' }
    }
  }
}
resource rg 'Microsoft.Resources/resourceGroups@2022-09-01' existing = {
  scope: subscription()
  name: 'other'
}
resource role 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (flag ?? true) {
  name: guid(resourceGroup().id, 'x')
  scope: gallery
  properties: {
    principalId: rg.properties.x
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b24988ac')
  }
}
resource images 'Microsoft.VirtualMachineImages/imageTemplates@2024-02-01' = [for i in range(0, 1): if (count > i) {
  name: '${baseName}-${i}'
  location: resourceGroup().location
  tags: {
    env: environment
  }
  properties: {
    vmProfile: { vmSize: cond, osDiskSizeGB: 40 }
    source: { type: 'PlatformImage', publisher: 'Debian', offer: 'debian-12', sku: '12-gen2', version: 'latest' }
    customize: concat([for s in steps: {
      type: s.kind
      name: 'step'
      inline: union(s.lines, indexed, arr, [joined, multi, safe, last, string(deep), hello('bob', count), template, rg.id, string(environment =~ 'DEV' && !(count > 3 || false))])
    }], count > 5 ? [] : [
      {
        type: 'File'
        sourceUri: 'https://example.com/a'
        destination: '/tmp/a'
      }
    ])
    distribute: [
      {
        type: 'SharedImage'
        runOutputName: 'out'
        galleryImageId: gallery::def.id
        targetRegions: [for r in ['eastus', 'westus']: { name: r }]
      }
    ]
  }
}]
output o string = images[0].id
assert big = count > 1
