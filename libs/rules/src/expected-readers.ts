/** Temporary: the item types agreed with @vitrine/cloud-readers until its readers exist; then rules import the real ones and this file goes. */
import { z } from 'zod';
import type { Cloud } from '@vitrine/contracts';
import type { Reader } from '@vitrine/cloud-readers';

function expected<Item>(id: string, resourceType: string, operation: string): Reader<Item> {
  const cloud = z.enum(['aws', 'azure', 'gcp']).parse(id.split('.')[0]) satisfies Cloud;
  return {
    id,
    cloud,
    scope: cloud === 'aws' ? 'aws.region' : cloud === 'azure' ? 'azure.subscription' : 'gcp.project',
    resourceType,
    operations: [operation],
    pageSize: 100,
    request: () => ({ operation }),
    page: () => ({ items: [], next: null }),
    item: z.custom<Item>(),
    identify: (item) => {
      const text = z.looseObject({ id: z.string().optional(), selfLink: z.string().optional(), arn: z.string().optional(), loadBalancerArn: z.string().optional(), name: z.string().optional(), userName: z.string().optional() }).parse(item);
      const tags = z.looseObject({ tags: z.record(z.string(), z.string()).optional(), labels: z.record(z.string(), z.string()).optional() }).parse(item);
      const short = Object.entries(z.looseObject({}).parse(item)).find(([name]) => name.endsWith('Id'))?.[1];
      const resourceId = text.selfLink ?? text.arn ?? text.loadBalancerArn ?? text.id ?? String(short);
      const canonicalId = cloud === 'aws' && !resourceId.startsWith('arn:') ? `arn:aws:ec2:eu-central-1:111122223333:${resourceType.split('::')[2]?.toLowerCase() ?? ''}/${resourceId}` : resourceId.replace(/^https:\/\/www.googleapis.com\/compute\/v1/, '//compute.googleapis.com');
      return { canonicalId: canonicalId.toLowerCase(), resourceId, name: text.name ?? text.userName ?? null, accountId: '111122223333', region: 'eu-central-1', tags: tags.tags ?? tags.labels ?? {} };
    },
  };
}
type Tags = Readonly<Record<string, string>>;
export interface AwsEc2Volume { volumeId: string; state: string; volumeType: string; sizeGib: number; iops: number | null; throughputMibps: number | null; createTime: string; availabilityZone: string; attachments: { instanceId: string | null; state: string | null }[]; snapshotId: string | null; tags: Tags }
export const awsEc2VolumesReader = expected<AwsEc2Volume>('aws.ec2.volumes', 'AWS::EC2::Volume', 'ec2:DescribeVolumes');
export interface AwsEc2Instance { instanceId: string; instanceType: string; state: string; launchTime: string; stateTransitionReason: string | null; platformDetails: string | null; usageOperation: string | null; tenancy: string | null; instanceLifecycle: string | null; imageId: string | null; volumeIds: string[]; publicIp: string | null; sourceDestCheck: boolean | null; tags: Tags }
export const awsEc2InstancesReader = expected<AwsEc2Instance>('aws.ec2.instances', 'AWS::EC2::Instance', 'ec2:DescribeInstances');
export interface AwsEc2Address { allocationId: string | null; publicIp: string; associationId: string | null; instanceId: string | null; networkInterfaceId: string | null; publicIpv4Pool: string | null; tags: Tags }
export const awsEc2AddressesReader = expected<AwsEc2Address>('aws.ec2.addresses', 'AWS::EC2::EIP', 'ec2:DescribeAddresses');
export interface AwsEc2Snapshot { snapshotId: string; volumeId: string | null; volumeSizeGib: number; fullSnapshotSizeBytes: number | null; startTime: string; state: string; storageTier: string | null; description: string | null; tags: Tags }
export const awsEc2SnapshotsReader = expected<AwsEc2Snapshot>('aws.ec2.snapshots', 'AWS::EC2::Snapshot', 'ec2:DescribeSnapshots');
export interface AwsEc2Image { imageId: string; name: string | null; state: string; creationDate: string | null; snapshotIds: string[]; tags: Tags }
export const awsEc2ImagesReader = expected<AwsEc2Image>('aws.ec2.images', 'AWS::EC2::Image', 'ec2:DescribeImages');
export interface AwsEc2NatGateway { natGatewayId: string; state: string; createTime: string; vpcId: string | null; subnetId: string | null; connectivityType: string | null; allocationIds: string[]; tags: Tags }
export const awsEc2NatGatewaysReader = expected<AwsEc2NatGateway>('aws.ec2.nat-gateways', 'AWS::EC2::NatGateway', 'ec2:DescribeNatGateways');
export interface AwsElbv2LoadBalancer { loadBalancerArn: string; loadBalancerName: string; type: string; scheme: string | null; state: string; createdTime: string }
export const awsElbv2LoadBalancersReader = expected<AwsElbv2LoadBalancer>('aws.elbv2.load-balancers', 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'elasticloadbalancing:DescribeLoadBalancers');
export interface AwsElbv2TargetHealth { targetGroupArn: string; loadBalancerArns: string[]; targetType: string | null; targets: { id: string; state: string | null }[] }
export const awsElbv2TargetHealthReader = expected<AwsElbv2TargetHealth>('aws.elbv2.target-health', 'AWS::ElasticLoadBalancingV2::TargetGroup', 'elasticloadbalancing:DescribeTargetHealth');
export interface AwsIamUser { userName: string; userId: string; arn: string; createDate: string; passwordLastUsed: string | null }
export const awsIamUsersReader = expected<AwsIamUser>('aws.iam.users', 'AWS::IAM::User', 'iam:ListUsers');
export interface AwsIamCredentialReportRow { user: string; arn: string; userCreationTime: string; accessKeys: { number: number; active: boolean; lastRotated: string | null; lastUsedDate: string | null; lastUsedService: string | null }[] }
export const awsIamCredentialReportReader = expected<AwsIamCredentialReportRow>('aws.iam.credential-report', 'AWS::IAM::User', 'iam:GetCredentialReport');

interface Arm { id: string; name: string; location: string; resourceGroup: string; subscriptionId: string; tags: Tags }
export interface AzureComputeDisk extends Arm { skuName: string | null; sizeGb: number | null; diskState: string | null; managedBy: string | null; timeCreated: string | null; lastOwnershipUpdateTime: string | null; tier: string | null }
export const azureComputeDisksReader = expected<AzureComputeDisk>('azure.compute.disks', 'microsoft.compute/disks', 'Microsoft.Compute/disks/read');
export interface AzureComputeSnapshot extends Arm { skuName: string | null; sizeGb: number | null; timeCreated: string | null; incremental: boolean | null; sourceResourceId: string | null; managedBy: string | null }
export const azureComputeSnapshotsReader = expected<AzureComputeSnapshot>('azure.compute.snapshots', 'microsoft.compute/snapshots', 'Microsoft.Compute/snapshots/read');
export interface AzureComputeVirtualMachine extends Arm { vmSize: string | null; powerState: string | null; osType: string | null; priority: string | null; licenseType: string | null; timeCreated: string | null; virtualMachineScaleSetId: string | null }
export const azureComputeVirtualMachinesReader = expected<AzureComputeVirtualMachine>('azure.compute.virtual-machines', 'microsoft.compute/virtualmachines', 'Microsoft.Compute/virtualMachines/read');
export interface AzureNetworkPublicIpAddress extends Arm { skuName: string | null; allocationMethod: string | null; ipAddress: string | null; ipConfigurationId: string | null; natGatewayId: string | null; publicIpPrefixId: string | null; domainNameLabel: string | null }
export const azureNetworkPublicIpAddressesReader = expected<AzureNetworkPublicIpAddress>('azure.network.public-ip-addresses', 'microsoft.network/publicipaddresses', 'Microsoft.Network/publicIPAddresses/read');
export interface AzureWebAppServicePlan extends Arm { skuName: string | null; skuTier: string | null; capacity: number | null; numberOfSites: number | null; hostingEnvironmentId: string | null; kind: string | null }
export const azureWebAppServicePlansReader = expected<AzureWebAppServicePlan>('azure.web.app-service-plans', 'microsoft.web/serverfarms', 'Microsoft.Web/serverfarms/read');
export interface AzureNetworkLoadBalancer extends Arm { skuName: string | null; loadBalancingRules: number; outboundRules: number; backendMembers: number; inboundNatRules: number }
export const azureNetworkLoadBalancersReader = expected<AzureNetworkLoadBalancer>('azure.network.load-balancers', 'microsoft.network/loadbalancers', 'Microsoft.Network/loadBalancers/read');
export interface AzureNetworkNatGateway extends Arm { skuName: string | null; subnetIds: string[]; publicIpAddresses: number }
export const azureNetworkNatGatewaysReader = expected<AzureNetworkNatGateway>('azure.network.nat-gateways', 'microsoft.network/natgateways', 'Microsoft.Network/natGateways/read');
export interface AzureAuthorizationRoleAssignment { id: string; name: string; principalId: string; principalType: string | null; roleDefinitionId: string; scope: string; createdOn: string | null }
export const azureAuthorizationRoleAssignmentsReader = expected<AzureAuthorizationRoleAssignment>('azure.authorization.role-assignments', 'microsoft.authorization/roleassignments', 'Microsoft.Authorization/roleAssignments/read');
export const azureGraphUsersReader = expected<{ id: string }>('azure.graph.users', 'microsoft.graph/users', 'microsoft.graph/users/list');
export const azureGraphServicePrincipalsReader = expected<{ id: string }>('azure.graph.service-principals', 'microsoft.graph/servicePrincipals', 'microsoft.graph/servicePrincipals/list');
export const azureGraphGroupsReader = expected<{ id: string }>('azure.graph.groups', 'microsoft.graph/groups', 'microsoft.graph/groups/list');

interface Gce { id: string; selfLink: string; name: string; creationTimestamp: string; labels: Tags }
export interface GcpComputeDisk extends Gce { zone: string | null; region: string | null; type: string | null; sizeGb: number; status: string; lastAttachTimestamp: string | null; lastDetachTimestamp: string | null; users: string[]; sourceImage: string | null; storagePool: string | null; description: string | null }
export const gcpComputeDisksReader = expected<GcpComputeDisk>('gcp.compute.disks', 'compute.googleapis.com/Disk', 'compute.disks.aggregatedList');
export interface GcpComputeInstance extends Gce { zone: string; machineType: string; status: string; lastStartTimestamp: string | null; lastStopTimestamp: string | null; disks: { source: string | null; type: string | null }[]; provisioningModel: string | null; createdBy: string | null; guestAccelerators: number; natIps: string[] }
export const gcpComputeInstancesReader = expected<GcpComputeInstance>('gcp.compute.instances', 'compute.googleapis.com/Instance', 'compute.instances.aggregatedList');
export interface GcpComputeAddress extends Gce { region: string | null; address: string; addressType: string | null; status: string; purpose: string | null; users: string[]; networkTier: string | null }
export const gcpComputeAddressesReader = expected<GcpComputeAddress>('gcp.compute.addresses', 'compute.googleapis.com/Address', 'compute.addresses.aggregatedList');
export interface GcpComputeSnapshot extends Gce { status: string; diskSizeGb: number; storageBytes: number | null; sourceDisk: string | null; autoCreated: boolean; sourceSnapshotSchedulePolicy: string | null; storageLocations: string[] }
export const gcpComputeSnapshotsReader = expected<GcpComputeSnapshot>('gcp.compute.snapshots', 'compute.googleapis.com/Snapshot', 'compute.snapshots.list');
export interface GcpComputeImage extends Gce { family: string | null; status: string; archiveSizeBytes: number | null; storageLocations: string[] }
export const gcpComputeImagesReader = expected<GcpComputeImage>('gcp.compute.images', 'compute.googleapis.com/Image', 'compute.images.list');
export interface GcpComputeInstanceTemplate { selfLink: string; sourceImages: string[] }
export const gcpComputeInstanceTemplatesReader = expected<GcpComputeInstanceTemplate>('gcp.compute.instance-templates', 'compute.googleapis.com/InstanceTemplate', 'compute.instanceTemplates.aggregatedList');
