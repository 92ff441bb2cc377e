import type { AwsEc2VpcEndpoint } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const endpoint = (more: Partial<AwsEc2VpcEndpoint> = {}): AwsEc2VpcEndpoint => ({
  vpcEndpointId: 'vpce-0a1b2c3d4e5f60718',
  vpcEndpointType: 'Interface',
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  serviceName: 'com.amazonaws.eu-central-1.ecr.api',
  serviceRegion: 'eu-central-1',
  state: 'available',
  requesterManaged: false,
  subnets: 2,
  createTime: '2026-01-01T08:00:00.000Z',
  tags: {},
  ...more,
});
const silent = { bytes: [] };

export const awsEc2VpcEndpointIdleFixture: RuleFixture<AwsEc2VpcEndpoint> = {
  fail: [
    { title: 'no datapoint is no traffic here, as AWS documents', item: endpoint(), metrics: silent, facts: { bytesProcessed: 0, subnets: 2 } },
    { title: 'an appliance behind a Gateway Load Balancer endpoint', item: endpoint({ vpcEndpointType: 'GatewayLoadBalancer' }), metrics: { bytes: [0] } },
    { title: 'a provider that does not say its region is of this one', item: endpoint({ serviceRegion: null }), metrics: silent },
  ],
  pass: [{ title: 'one day with traffic', item: endpoint(), metrics: { bytes: [0, 0, 700] } }],
  notApplicable: [
    { title: 'gateway endpoint: free', item: endpoint({ vpcEndpointType: 'Gateway' }), because: /no hourly price/ },
    { title: 'being deleted', item: endpoint({ state: 'deleting' }), because: /deleting/ },
    { title: 'made by a database proxy', item: endpoint({ requesterManaged: true }), because: /another AWS service/ },
    { title: 'break-glass session endpoint', item: endpoint({ serviceName: 'com.amazonaws.eu-central-1.ssmmessages' }), because: /break-glass/ },
    { title: 'owned by a cluster', item: endpoint({ tags: { 'kubernetes.io/cluster/prod': 'owned' } }), because: /Kubernetes/ },
  ],
  undetermined: [
    { title: 'metrics that were never read are not silence', item: endpoint(), reason: 'no_metrics' },
    { title: 'to another region: such endpoints never publish', item: endpoint({ serviceRegion: 'us-east-1' }), metrics: silent, reason: 'no_metrics' },
    { title: 'younger than the window', item: endpoint({ createTime: '2026-11-01T00:00:00.000Z' }), metrics: silent, reason: 'too_young' },
    { title: 'creation time that is none', item: endpoint({ createTime: '' }), metrics: silent, reason: 'unparsable' },
  ],
};
