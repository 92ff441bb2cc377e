import { type AwsEc2VpcEndpoint, awsEc2VpcEndpointsReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { awsMetric } from '../aws-metric.js';

const windowDays = 30;
/** Billed by the hour; gateway endpoints are free. */
const billedTypes = ['Interface', 'GatewayLoadBalancer'];
/** What Systems Manager needs for a way in when all others are closed: silent until the emergency. */
const breakGlass = /\.(ssm|ssmmessages|ec2messages)$/;

export const awsEc2VpcEndpointIdleRule = defineRule<AwsEc2VpcEndpoint>({
  id: 'aws.ec2.vpc-endpoint-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'VPC endpoint without traffic',
  why: 'An interface endpoint is billed by the hour in each of its zones, whether or not a byte passes it.',
  verify:
    'aws cloudwatch list-metrics --namespace AWS/PrivateLinkEndpoints --metric-name BytesProcessed --dimensions Name="VPC Endpoint Id",Value={resourceId} --region {region}',
  remedy: {
    steps: ['Ask the owner (tags) whether the endpoint waits for a workload that is off.', 'Delete the endpoint.'],
    rollback: 'Create an endpoint for the same service in the same subnets with the same security groups and policy.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsEc2VpcEndpointsReader },
  lookups: {},
  metrics: {
    bytes: awsMetric<AwsEc2VpcEndpoint>(
      { namespace: 'AWS/PrivateLinkEndpoints', name: 'BytesProcessed', statistic: 'Sum', windowDays, per: 'day' },
      (endpoint) => ({
        'Endpoint Type': endpoint.vpcEndpointType,
        'Service Name': endpoint.serviceName,
        'VPC Endpoint Id': endpoint.vpcEndpointId,
        'VPC Id': endpoint.vpcId ?? 'none',
      }),
    ),
  },
  defaults: {},
  candidate({ item, identity, at }) {
    if (!billedTypes.includes(item.vpcEndpointType))
      return { verdict: 'not_applicable', because: `an endpoint of type ${item.vpcEndpointType} has no hourly price` };
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.requesterManaged) return { verdict: 'not_applicable', because: 'another AWS service made it and manages it' };
    if (breakGlass.test(item.serviceName)) return { verdict: 'not_applicable', because: 'break-glass access of Systems Manager: silent until it is needed' };
    // Endpoints to another region never publish metrics, so their silence says nothing.
    if (item.serviceRegion !== null && item.serviceRegion !== identity.region)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: { serviceRegion: item.serviceRegion } };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics }) {
    const { bytes } = metrics;
    if (bytes === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (bytes.values.some((value) => value > 0)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { serviceName: item.serviceName, vpcEndpointType: item.vpcEndpointType, createTime: item.createTime, subnets: item.subnets, bytesProcessed: 0 },
      window: { start: bytes.start, end: bytes.end },
      formula: formula(`Σ BytesProcessed = 0 over ${String(windowDays)} days`),
      assumptions: ['AWS sends these metrics only for minutes with traffic, so a period without a datapoint counts as zero.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
