import { expandAddresses } from './expansion/addresses.js';
import { expandImages, expandSnapshots } from './expansion/copies.js';
import { expandDisks } from './expansion/disks.js';
import { expandClusters, expandEndpoints } from './expansion/clusters.js';
import { expandBuckets, expandLogBuckets } from './expansion/buckets.js';
import { expandForwardingRules, expandVpnGateways } from './expansion/balancers.js';
import { expandInstances } from './expansion/instances.js';
import { expandSqlInstances } from './expansion/sql-instances.js';
import type { GcpEstate, GcpGroup, GcpProject } from './gcp-estate.js';
import type { GcpResource } from './gcp-resource.js';

/** Every resource that the estate declares, in declaration order. Names depend on the declaration only, times on `now`. */
export function expandGcp(estate: GcpEstate, seed: number, now: Date): GcpResource[] {
  return estate.projects.flatMap((project) => project.resources.flatMap((group) => expandGroup(group, project, seed, now)));
}

/** What a kind of group is about, where a recommender speaks of it; a machine's boot disk is not. */
const ABOUT: Partial<Record<GcpGroup['kind'], GcpResource['collection']>> = { instance: 'instances', disk: 'disks', address: 'addresses', image: 'images' };

/** The resources of one group, and those that come with them. */
export function expandGroup(group: GcpGroup, project: GcpProject, seed: number, now: Date): GcpResource[] {
  const { advised } = group;
  const resources = resourcesOf(group, project, seed, now);
  return advised === undefined ? resources : resources.map((each) => (each.collection === ABOUT[group.kind] ? { ...each, advised } : each));
}

function resourcesOf(group: GcpGroup, project: GcpProject, seed: number, now: Date): GcpResource[] {
  const at = { project, seed, now };
  switch (group.kind) {
    case 'instance':
      return expandInstances({ group, ...at });
    case 'disk':
      return expandDisks({ group, ...at });
    case 'address':
      return expandAddresses({ group, ...at });
    case 'snapshot':
      return expandSnapshots({ group, ...at });
    case 'image':
      return expandImages({ group, ...at });
    case 'sql-instance':
      return expandSqlInstances({ group, ...at });
    case 'cluster':
      return expandClusters({ group, ...at });
    case 'endpoint':
      return expandEndpoints({ group, ...at });
    case 'bucket':
      return expandBuckets({ group, ...at });
    case 'log-bucket':
      return expandLogBuckets({ group, ...at });
    case 'forwarding-rule':
      return expandForwardingRules({ group, ...at });
    case 'vpn-gateway':
      return expandVpnGateways({ group, ...at });
    default:
      return group satisfies never;
  }
}
