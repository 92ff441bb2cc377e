import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso, type AwsClock } from '../inventory/aws-clock.js';
import type { SimInstance } from '../inventory/instance-inventory.js';
import { resourceId } from '../inventory/group-member.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { items, type XmlTree } from '../wire/xml-document.js';
import { ofRegion } from '../inventory/of-region.js';
import { filterOf, type FilterFields } from './ec2-filters.js';
import { ec2Page, selectByIds, tagSet } from './ec2-page.js';

const tagsOf = (instance: SimInstance): Readonly<Record<string, string>> => ({
  Name: `${instance.group.situation}-${String(instance.ordinal)}`,
  ...instance.group.tags,
});

const FIELDS: FilterFields<SimInstance> = {
  'instance-state-name': (instance) => [instance.state],
  'instance-id': (instance) => [instance.instanceId],
  'instance-type': (instance) => [instance.group.instanceType],
  'availability-zone': (instance) => [instance.zone],
};

function describeInstances(call: AwsCall): AwsAnswer {
  const { world } = call;
  const ids = call.query.list('InstanceId');
  const here = ofRegion(world.inventory.instances, call.region);
  const all = selectByIds(here, ids, (instance) => instance.instanceId, 'InvalidInstanceID.NotFound').filter(filterOf(call, FIELDS, tagsOf));
  const page = ec2Page(call, 'DescribeInstances', all, ids.length > 0);
  const reservations = page.items.map((instance) => ({
    reservationId: resourceId(world.inventory.place, 'r', instance.ordinal),
    ownerId: world.estate.accountId,
    groupSet: '',
    instancesSet: items([instanceTree(instance, world.clock)]),
  }));
  return { kind: 'xml', members: { reservationSet: items(reservations), nextToken: page.nextToken } };
}

function instanceTree(instance: SimInstance, clock: AwsClock): XmlTree {
  const { group } = instance;
  const launched = iso(clock.daysAgo(instance.ageDays, instance.ordinal * 61));
  const stopped = instance.stoppedDays === null ? null : clock.daysAgo(instance.stoppedDays, instance.ordinal * 61);
  const linux = group.platformDetails === 'Linux/UNIX';
  return {
    instanceId: instance.instanceId,
    imageId: 'ami-0c1ea5edbca5e0001',
    instanceState: instance.state === 'running' ? { code: 16, name: 'running' } : { code: 80, name: 'stopped' },
    privateDnsName: `ip-${instance.privateIp.replaceAll('.', '-')}.${instance.region}.compute.internal`,
    dnsName: '',
    reason:
      stopped === null || !instance.stopTimeKnown ? '' : `User initiated (${stopped.toISOString().slice(0, 10)} ${stopped.toISOString().slice(11, 19)} GMT)`,
    amiLaunchIndex: 0,
    productCodes: '',
    instanceType: group.instanceType,
    // A stopped machine's launch time is its last start, not its birth: rules must not take it for the age of the stop.
    launchTime: launched,
    placement: { availabilityZone: instance.zone, groupName: '', tenancy: 'default' },
    ...(linux ? {} : { platform: 'windows' }),
    monitoring: { state: 'disabled' },
    subnetId: 'subnet-0c1ea5edbca5e0001',
    vpcId: 'vpc-0c1ea5edbca5e0001',
    privateIpAddress: instance.privateIp,
    sourceDestCheck: true,
    groupSet: items([{ groupId: 'sg-0c1ea5edbca5e0001', groupName: 'default' }]),
    stateReason: stopped === null ? undefined : { code: 'Client.UserInitiatedShutdown', message: 'Client.UserInitiatedShutdown: User initiated shutdown' },
    architecture: /^(t4g|m[678]g|c[678]g|r[678]g)/.test(group.instanceType) ? 'arm64' : 'x86_64',
    rootDeviceType: instance.volumes.length > 0 ? 'ebs' : 'instance-store',
    rootDeviceName: '/dev/sda',
    blockDeviceMapping: items(
      instance.volumes.map((volume) => ({
        deviceName: volume.attachedTo?.device,
        ebs: { volumeId: volume.volumeId, status: 'attached', attachTime: launched, deleteOnTermination: volume.attachedTo?.deleteOnTermination },
      })),
    ),
    virtualizationType: 'hvm',
    instanceLifecycle: group.lifecycle === 'spot' ? 'spot' : undefined,
    tagSet: tagSet(tagsOf(instance)),
    hypervisor: 'xen',
    networkInterfaceSet: items([
      {
        networkInterfaceId: instance.networkInterfaceId,
        subnetId: 'subnet-0c1ea5edbca5e0001',
        vpcId: 'vpc-0c1ea5edbca5e0001',
        status: 'in-use',
        privateIpAddress: instance.privateIp,
      },
    ]),
    ebsOptimized: false,
    enaSupport: true,
    platformDetails: group.platformDetails,
    usageOperation: linux ? 'RunInstances' : 'RunInstances:0002',
  };
}

export const DESCRIBE_INSTANCES: AwsOperation = {
  service: 'ec2',
  name: 'DescribeInstances',
  permission: 'ec2:DescribeInstances',
  access: 'read',
  run: describeInstances,
};
