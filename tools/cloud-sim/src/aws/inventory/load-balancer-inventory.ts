import { hexId } from '../../estate/deterministic.js';
import type { AwsEstate, LoadBalancerGroup } from '../aws-estate.js';
import { membersOf, type AwsPlace } from './group-member.js';
import type { SimInstance } from './instance-inventory.js';
import { billOf, type ResourceBill } from './resource-bill.js';

export interface SimLoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly ordinal: number;
  readonly region: string;
  readonly group: LoadBalancerGroup;
  readonly ageDays: number;
  /** Null for a balancer whose listeners only redirect. */
  readonly targetGroup: { readonly arn: string; readonly name: string; readonly targets: readonly { readonly id: string; readonly healthy: boolean }[] } | null;
  readonly bill: ResourceBill | null;
}

const AGE_DAYS = {
  used: 300,
  'without-targets': 120,
  'without-requests': 150,
  unhealthy: 120,
  'redirect-only': 300,
  'young-without-targets': 3,
} as const satisfies Record<LoadBalancerGroup['situation'], number>;

export function expandLoadBalancers(estate: AwsEstate, place: AwsPlace, instances: readonly SimInstance[]): SimLoadBalancer[] {
  return membersOf(place, estate.loadBalancers).map(({ group, ordinal, region }) => {
    const kind = group.type === 'application' ? 'app' : 'net';
    const name = group.id ?? `${kind}-${String(ordinal)}`;
    const prefix = `arn:aws:elasticloadbalancing:${region}:${place.accountId}`;
    const running = instances.filter((instance) => instance.region === region && instance.state === 'running').slice(0, 2);
    const targets =
      group.situation === 'used' || group.situation === 'without-requests' || group.situation === 'unhealthy'
        ? running.map(({ instanceId }) => ({ id: instanceId, healthy: group.situation !== 'unhealthy' }))
        : [];
    return {
      arn: `${prefix}:loadbalancer/${kind}/${name}/${hexId(place.seed, `${place.accountId}/lb`, ordinal, 16)}`,
      name,
      ordinal,
      region,
      group,
      ageDays: group.ageDays ?? AGE_DAYS[group.situation],
      targetGroup:
        group.situation === 'redirect-only'
          ? null
          : { arn: `${prefix}:targetgroup/${name}-targets/${hexId(place.seed, `${place.accountId}/tg`, ordinal, 16)}`, name: `${name}-targets`, targets },
      bill: billOf(group),
    };
  });
}
