using 'everything.bicep'
var prefix = 'web'
param baseName = '${prefix}-golden'
param environment = 'prod'
param steps = [
  {
    kind: 'Shell'
    lines: ['echo 1', readEnvironmentVariable('SOME_NAME', 'none')]
  }
]
param count = length(prefix)
