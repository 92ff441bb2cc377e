import { type AwsEc2NatGateway, awsEc2NatGatewaysReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { natGatewayPriceKeys } from '../price-keys.js';

const windowDays = 30;
const bytes = (name: string): MetricNeed<AwsEc2NatGateway> => ({
  spec: { cloud: 'aws', namespace: 'AWS/NATGateway', name, statistic: 'Sum', periodSeconds: 86_400, windowDays, absentMeansZero: false },
  dimensions: (gateway) => ({ NatGatewayId: gateway.natGatewayId }),
});

export const awsEc2NatGatewayIdleRule = defineRule<AwsEc2NatGateway>({
  id: 'aws.ec2.nat-gateway-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'NAT gateway without traffic',
  why: 'A NAT gateway is billed by the hour, with its public address, whether or not a byte passes it.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/NATGateway --metric-name BytesOutToDestination --dimensions Name=NatGatewayId,Value={resourceId} --statistics Sum --period 86400 --start-time "$(date -u -d \'30 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: ['Check that it is not the spare gateway of another zone.', 'Remove the routes that name it.', 'Delete the gateway and release its address.'],
    rollback: 'Create a gateway in the same subnet with the kept address and put the routes back.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsEc2NatGatewaysReader },
  lookups: {},
  metrics: { bytesOut: bytes('BytesOutToDestination'), bytesIn: bytes('BytesInFromDestination') },
  defaults: {},
  candidate({ item, at }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics }) {
    const { bytesOut, bytesIn } = metrics;
    if (bytesOut === undefined || bytesIn === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if ([...bytesOut.values, ...bytesIn.values].some((value) => value > 0)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { createTime: item.createTime, bytesOutToDestination: 0, bytesInFromDestination: 0, coverage: Math.min(bytesOut.coverage, bytesIn.coverage) },
      window: { start: bytesOut.start, end: bytesOut.end },
      formula: formula(`Σ BytesOutToDestination = Σ BytesInFromDestination = 0 over ${String(windowDays)} days`),
      assumptions: ['A gateway that waits in a second zone for a failure looks the same.'],
      cost: { kind: 'whole', list: natGatewayPriceKeys(identity.region ?? '') },
    };
  },
});
