import { fraction } from '../../estate/deterministic.js';
import { isOffHour } from './working-hours.js';
import type { AwsInventory } from '../inventory/aws-inventory.js';
import type { MetricPoint } from './metric-point.js';

const DAY_SECONDS = 86_400;
const MB = 1_000_000;

/** A resource's behaviour as CloudWatch would have recorded it. */
export interface MetricProfile {
  readonly bornAt: Date;
  /** Null: CloudWatch has no datapoint there. */
  readonly valueAt: (point: MetricPoint) => number | null;
}

export interface MetricSubject {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly region: string;
}

/** The profile of the resource that a query's dimensions name; null where there is none, which answers no values. */
export function profileOf(inventory: AwsInventory, daysAgo: (days: number) => Date, subject: MetricSubject): MetricProfile | null {
  const { seed } = inventory.place;
  switch (subject.namespace) {
    case 'AWS/EC2': {
      const instance = inventory.instance(subject.dimensions['InstanceId'] ?? '');
      if (instance === undefined || instance.region !== subject.region || instance.state === 'stopped') return null;
      return { bornAt: daysAgo(instance.ageDays), valueAt: (point) => machineValue(instance.group.situation, seed, instance.instanceId, point) };
    }
    case 'AWS/NATGateway': {
      const gateway = inventory.natGateways.find((known) => known.natGatewayId === subject.dimensions['NatGatewayId'] && known.region === subject.region);
      if (gateway === undefined || gateway.group.situation === 'no-metrics') return null;
      const used = gateway.group.situation === 'used';
      return { bornAt: daysAgo(gateway.ageDays), valueAt: (point) => gatewayValue(used, seed, gateway.natGatewayId, point) };
    }
    case 'AWS/ApplicationELB':
    case 'AWS/NetworkELB': {
      const balancer = inventory.loadBalancers.find(
        (known) => known.arn.endsWith(`loadbalancer/${subject.dimensions['LoadBalancer'] ?? ''}`) && known.region === subject.region,
      );
      if (balancer === undefined) return null;
      const used = balancer.group.situation === 'used' || balancer.group.situation === 'redirect-only';
      return { bornAt: daysAgo(balancer.ageDays), valueAt: (point) => balancerValue(used, seed, balancer.arn, point) };
    }
    default:
      return serviceProfile(inventory, daysAgo, subject);
  }
}

/** A resource of a managed service: it answers for exactly the dimensions that its service publishes under. */
function serviceProfile(inventory: AwsInventory, daysAgo: (days: number) => Date, { namespace, dimensions, region }: MetricSubject): MetricProfile | null {
  const asked = Object.entries(dimensions);
  for (const resource of inventory.services) {
    if (resource.region !== region) continue;
    const measured = resource.measures.find(
      (each) =>
        each.namespace === namespace && Object.keys(each.dimensions).length === asked.length && asked.every(([name, value]) => each.dimensions[name] === value),
    );
    if (measured === undefined) continue;
    const { seed } = inventory.place;
    return {
      bornAt: daysAgo(resource.ageDays),
      valueAt: (point) => measured.valueAt(point, fraction(seed, resource.arn, point.metric, point.second)),
    };
  }
  return null;
}

function machineValue(situation: AwsInventory['instances'][number]['group']['situation'], seed: number, id: string, point: MetricPoint): number | null {
  const noise = fraction(seed, id, point.metric, point.second);
  if (situation === 'no-metrics') return null;
  // Would be idle if the fifth of its days that is missing were simply overlooked, at whatever period one asks.
  if (situation === 'sparse-metrics' && Math.floor(point.second / DAY_SECONDS) % 5 === 0) return null;
  const idle = situation === 'off-hours' ? isOffHour(point) : situation !== 'busy' && situation !== 'oversized';
  switch (point.metric) {
    case 'CPUUtilization':
      return ofStatistic(
        point.statistic,
        idle ? { low: 0.2, high: 3.2 } : situation === 'oversized' ? { low: 4, high: 28 } : { low: 18, high: 82 },
        noise,
        point.periodSeconds / 300,
      );
    case 'NetworkIn':
    case 'NetworkOut': {
      const perDay = idle ? (0.8 + noise) * MB : (200 + 400 * noise) * MB;
      return point.statistic === 'SampleCount' ? point.periodSeconds / 300 : (perDay * point.periodSeconds) / DAY_SECONDS;
    }
    default:
      return null;
  }
}

function ofStatistic(statistic: string, range: { low: number; high: number }, noise: number, samples: number): number {
  const middle = range.low + (range.high - range.low) * (0.2 + 0.4 * noise);
  switch (statistic) {
    case 'Maximum':
      return range.low + (range.high - range.low) * (0.6 + 0.4 * noise);
    case 'Minimum':
      return range.low * (0.5 + 0.5 * noise);
    case 'SampleCount':
      return samples;
    case 'Sum':
      return middle * samples;
    default:
      return middle;
  }
}

function gatewayValue(used: boolean, seed: number, id: string, point: MetricPoint): number | null {
  const known = ['BytesOutToDestination', 'BytesInFromDestination', 'BytesOutToSource', 'BytesInFromSource', 'ActiveConnectionCount', 'ConnectionAttemptCount'];
  if (!known.includes(point.metric)) return null;
  // An idle gateway reports zeros: absence means something else here.
  if (!used) return 0;
  const noise = fraction(seed, id, point.metric, point.second);
  return point.metric.endsWith('Count') ? Math.round(20 + 80 * noise) : Math.round(((500 + 500 * noise) * MB * point.periodSeconds) / DAY_SECONDS);
}

function balancerValue(used: boolean, seed: number, arn: string, point: MetricPoint): number | null {
  const noise = fraction(seed, arn, point.metric, point.second);
  if (point.metric === 'RequestCount') return used ? Math.round(((20_000 + 20_000 * noise) * point.periodSeconds) / DAY_SECONDS) : null;
  // Flows are always reported, also when there are none.
  if (point.metric === 'NewFlowCount') return used ? Math.round(((5000 + 5000 * noise) * point.periodSeconds) / DAY_SECONDS) : 0;
  return null;
}
