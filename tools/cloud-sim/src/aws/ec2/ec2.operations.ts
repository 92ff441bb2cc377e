import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { items } from '../wire/xml-document.js';
import { DESCRIBE_ADDRESSES } from './describe-addresses.operation.js';
import { DESCRIBE_IMAGES } from './describe-images.operation.js';
import { DESCRIBE_INSTANCES } from './describe-instances.operation.js';
import { DESCRIBE_NAT_GATEWAYS } from './describe-nat-gateways.operation.js';
import { DESCRIBE_NETWORK_INTERFACES } from './describe-network-interfaces.operation.js';
import { DESCRIBE_SNAPSHOTS } from './describe-snapshots.operation.js';
import { DESCRIBE_VPC_ENDPOINTS } from './describe-vpc-endpoints.operation.js';
import { DESCRIBE_VOLUMES } from './describe-volumes.operation.js';

function describeRegions(call: AwsCall): AwsAnswer {
  const regions = call.world.estate.regions.map((regionName) => ({
    regionName,
    regionEndpoint: `ec2.${regionName}.amazonaws.com`,
    optInStatus: 'opt-in-not-required',
  }));
  return { kind: 'xml', members: { regionInfo: items(regions) } };
}

/** A smuggled write is answered as if it worked, changes nothing, and stands in the log as a write. */
const write = (name: string, run: AwsOperation['run']): AwsOperation => ({ service: 'ec2', name, permission: `ec2:${name}`, access: 'write', run });

export const EC2_OPERATIONS: readonly AwsOperation[] = [
  { service: 'ec2', name: 'DescribeRegions', permission: 'ec2:DescribeRegions', access: 'read', run: describeRegions },
  DESCRIBE_VOLUMES,
  DESCRIBE_INSTANCES,
  DESCRIBE_ADDRESSES,
  DESCRIBE_SNAPSHOTS,
  DESCRIBE_IMAGES,
  DESCRIBE_NAT_GATEWAYS,
  DESCRIBE_NETWORK_INTERFACES,
  DESCRIBE_VPC_ENDPOINTS,
  write('DeleteVolume', () => ({ kind: 'xml', members: { return: true } })),
  write('DeleteSnapshot', () => ({ kind: 'xml', members: { return: true } })),
  write('ReleaseAddress', () => ({ kind: 'xml', members: { return: true } })),
  write('CreateTags', () => ({ kind: 'xml', members: { return: true } })),
  write('StopInstances', (call) => ({ kind: 'xml', members: { instancesSet: items(stateChanges(call, { code: 64, name: 'stopping' })) } })),
  write('TerminateInstances', (call) => ({ kind: 'xml', members: { instancesSet: items(stateChanges(call, { code: 32, name: 'shutting-down' })) } })),
];

function stateChanges(call: AwsCall, currentState: { code: number; name: string }): { instanceId: string; currentState: { code: number; name: string } }[] {
  return call.query.list('InstanceId').map((instanceId) => ({ instanceId, currentState }));
}
