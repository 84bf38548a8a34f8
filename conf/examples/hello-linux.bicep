// The same image as hello-linux.json, with parameters, and with the gallery that it goes to:
//   engine run hello-linux.bicep --create-galleries --parameter packages='["curl"]'

@description('The region that the records name.')
param location string = resourceGroup().location
@description('Debian packages to install; none needs no network.')
param packages string[] = []
@minValue(4)
param diskSize int = 4

var installs = [for package in packages: 'sudo apt-get install -y ${package}']

resource gallery 'Microsoft.Compute/galleries@2022-03-03' = {
  name: 'labGallery'
  location: location

  resource definition 'images' = {
    name: 'hello-linux'
    location: location
    properties: {
      osType: 'Linux'
      osState: 'Generalized'
      hyperVGeneration: 'V2'
      identifier: {
        publisher: 'lab'
        offer: 'hello'
        sku: 'linux'
      }
    }
  }
}

resource image 'Microsoft.VirtualMachineImages/imageTemplates@2024-02-01' = {
  name: 'hello-linux'
  location: location
  properties: {
    buildTimeoutInMinutes: 30
    vmProfile: {
      vmSize: 'Standard_B2s'
      osDiskSizeGB: diskSize
    }
    source: {
      type: 'PlatformImage'
      publisher: 'Debian'
      offer: 'debian-12'
      sku: '12-gen2'
      version: 'latest'
    }
    customize: concat(
      [
        {
          type: 'Shell'
          name: 'Make a file'
          inline: [
            'sudo mkdir -p /etc/hello'
            'echo "Hello from $(uname -sr)" | sudo tee /etc/hello/greeting'
          ]
        }
      ],
      empty(packages)
        ? []
        : [
            {
              type: 'Shell'
              name: 'Install packages'
              inline: concat(['sudo apt-get update'], installs)
            }
          ]
    )
    validate: {
      inVMValidations: [
        {
          type: 'Shell'
          name: 'The file is there'
          inline: ['grep \'^Hello from Linux\' /etc/hello/greeting']
        }
      ]
    }
    distribute: [
      {
        type: 'SharedImage'
        runOutputName: 'hello-gallery'
        galleryImageId: gallery::definition.id
      }
    ]
  }
}
