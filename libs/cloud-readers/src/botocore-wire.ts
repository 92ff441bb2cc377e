import { z } from 'zod';

/** EC2's wire names where they are not the model's name with a small first letter. */
const ec2Names: Readonly<Record<string, string>> = {
  ...{
    Volumes: 'volumeSet',
    Attachments: 'attachmentSet',
    Tags: 'tagSet',
    Reservations: 'reservationSet',
    Instances: 'instancesSet',
    Addresses: 'addressesSet',
  },
  ...{
    Snapshots: 'snapshotSet',
    Images: 'imagesSet',
    NatGateways: 'natGatewaySet',
    VpcEndpoints: 'vpcEndpointSet',
    SubnetIds: 'subnetIdSet',
    NatGatewayAddresses: 'natGatewayAddressSet',
    BlockDeviceMappings: 'blockDeviceMapping',
  },
  ...{
    StateTransitionReason: 'reason',
    PublicIpAddress: 'ipAddress',
    NetworkInterfaces: 'networkInterfaceSet',
    SecurityGroups: 'groupSet',
    ProductCodes: 'productCodes',
  },
};
const stateNames: Readonly<Record<string, string>> = {
  Volumes: 'status',
  Attachments: 'status',
  Snapshots: 'state-of-tier',
  Images: 'imageState',
  Instances: 'instanceState',
  NatGateways: 'state',
};

/** Words of their own that Query services have for members of a list. */
const memberWords: Readonly<Record<string, string>> = {
  ...{ DBInstances: 'DBInstance', DBSnapshots: 'DBSnapshot', TagList: 'Tag', ReadReplicaDBInstanceIdentifiers: 'ReadReplicaDBInstanceIdentifier' },
  ...{ CacheClusters: 'CacheCluster', Clusters: 'Cluster', Tags: 'Tag' },
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** botocore's parsed form back into wire XML; `ec2` decides names and the word for list members. */
function toXml(name: string, value: unknown, ec2: boolean, parent: string): string {
  if (value === null || value === undefined) return '';
  const wire = !ec2
    ? name
    : name === 'State'
      ? parent === 'Snapshots'
        ? 'status'
        : (stateNames[parent] ?? 'state')
      : (ec2Names[name] ?? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`);
  return `<${wire}>${wireContent(name, value, ec2)}</${wire}>`;
}

const dateSchema = z.object({
  __class__: z.literal('datetime'),
  year: z.number(),
  month: z.number(),
  day: z.number(),
  hour: z.number(),
  minute: z.number(),
  second: z.number(),
});

/** What stands inside an element: text, members of a list, or nested elements. For specs that replay recorded answers. */
export function wireContent(name: string, value: unknown, ec2: boolean): string {
  const word = ec2 ? 'item' : (memberWords[name] ?? 'member');
  if (Array.isArray(value)) return value.map((each: unknown) => `<${word}>${wireContent(name, each, ec2)}</${word}>`).join('');
  const date = dateSchema.safeParse(value);
  if (date.success)
    return new Date(Date.UTC(date.data.year, date.data.month - 1, date.data.day, date.data.hour, date.data.minute, date.data.second)).toISOString();
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, each]) => toXml(key, each, ec2, name))
      .join('');
  return escaped(String(value));
}
