import type { GcpFault } from './gcp-conditions.js';
import type { GcpGroup, GcpGroupOf } from './gcp-estate.js';
import type { GcpResource } from './gcp-resource.js';

/** What an audit must say of a resource under one heading; the reasons of `undetermined` stand for themselves. */
export type GcpExpectedVerdict = 'fail' | 'pass' | 'not_applicable' | 'no_metrics' | 'too_young' | 'unavailable';
type Words = Partial<Record<GcpFault, GcpExpectedVerdict>>;

const spared: GcpExpectedVerdict = 'not_applicable';

type InstanceWords = readonly [idle: GcpExpectedVerdict, oversized: GcpExpectedVerdict, stopped: GcpExpectedVerdict, offHours: GcpExpectedVerdict];
/** Of a machine type that has a half, and whose name tells no environment. */
const instances: Record<GcpGroupOf<'instance'>['condition'], InstanceWords> = {
  busy: ['pass', 'pass', 'pass', spared],
  idle: ['fail', spared, 'pass', spared],
  'idle-mig': [spared, spared, 'pass', spared],
  'idle-gke': [spared, spared, spared, spared],
  'idle-young': ['too_young', 'too_young', 'pass', spared],
  'no-metrics': ['no_metrics', 'no_metrics', 'pass', spared],
  'patchy-metrics': ['no_metrics', 'no_metrics', 'pass', spared],
  stopped: [spared, spared, 'fail', spared],
  'stopped-recently': [spared, spared, 'pass', spared],
  suspended: [spared, spared, spared, spared],
  oversized: ['pass', 'fail', 'pass', spared],
  'idle-spot': [spared, spared, 'pass', spared],
  'idle-gpu': ['no_metrics', spared, 'pass', spared],
  'idle-dataflow': [spared, spared, spared, spared],
  'office-hours': ['pass', 'pass', 'pass', 'fail'],
  'office-hours-production': ['pass', 'pass', 'pass', spared],
};

type SqlWords = readonly [idle: GcpExpectedVerdict, oversized: GcpExpectedVerdict, support: GcpExpectedVerdict];
/** Of a tier that has a half. */
const sqlInstances: Record<GcpGroupOf<'sql-instance'>['condition'], SqlWords> = {
  used: ['pass', 'pass', 'pass'],
  idle: ['fail', 'pass', 'pass'],
  'idle-replica': [spared, spared, 'pass'],
  'idle-stopped': [spared, spared, spared],
  'idle-young': ['too_young', 'too_young', 'pass'],
  'no-metrics': ['no_metrics', 'no_metrics', 'pass'],
  'patchy-metrics': ['no_metrics', 'no_metrics', 'pass'],
  oversized: ['pass', 'fail', 'pass'],
  'extended-support': ['pass', 'pass', 'fail'],
  'end-unknown': ['pass', 'pass', 'unavailable'],
};

const clusters: Record<GcpGroupOf<'cluster'>['condition'], readonly [idle: GcpExpectedVerdict, noNode: GcpExpectedVerdict, support: GcpExpectedVerdict]> = {
  used: ['pass', 'pass', spared],
  idle: ['fail', 'pass', spared],
  'idle-young': ['too_young', 'pass', spared],
  'no-metrics': ['no_metrics', 'pass', spared],
  'no-node': [spared, 'fail', spared],
  'no-node-young': [spared, 'pass', spared],
  autopilot: [spared, spared, spared],
  stopping: [spared, spared, spared],
  composer: [spared, spared, spared],
  extended: ['pass', 'pass', 'fail'],
  'extended-current': ['pass', 'pass', 'pass'],
};

const disks: Record<GcpGroupOf<'disk'>['condition'], GcpExpectedVerdict> = {
  attached: 'pass',
  unattached: 'fail',
  'unattached-young': 'pass',
  'gke-volume': spared,
  'pvc-name': spared,
};
const addresses: Record<GcpGroupOf<'address'>['condition'], GcpExpectedVerdict> = {
  'in-use': 'pass',
  idle: 'fail',
  'idle-young': 'pass',
  internal: spared,
  'nat-auto': spared,
};
const snapshots: Record<GcpGroupOf<'snapshot'>['condition'], GcpExpectedVerdict> = { fresh: 'pass', stale: 'fail', 'source-exists': 'pass', scheduled: spared };
const images: Record<GcpGroupOf<'image'>['condition'], GcpExpectedVerdict> = { idle: 'fail', young: 'pass', 'in-use': 'pass', 'in-template': 'pass' };
const endpoints: Record<GcpGroupOf<'endpoint'>['condition'], GcpExpectedVerdict> = {
  called: 'pass',
  idle: 'fail',
  'idle-young': 'too_young',
  'no-metrics': 'no_metrics',
  automatic: spared,
  'no-model': spared,
};
const buckets: Record<GcpGroupOf<'bucket'>['condition'], GcpExpectedVerdict> = {
  lifecycle: 'pass',
  'no-lifecycle': 'fail',
  young: 'pass',
  autoclass: spared,
  locked: spared,
  cold: spared,
};
const logBuckets: Record<GcpGroupOf<'log-bucket'>['condition'], GcpExpectedVerdict> = { short: 'pass', long: 'fail', locked: spared, required: spared };
const forwardingRules: Record<GcpGroupOf<'forwarding-rule'>['condition'], GcpExpectedVerdict> = {
  served: 'pass',
  'no-backend': 'fail',
  'no-instance': 'fail',
  young: 'pass',
  proxied: spared,
  'private-service-connect': spared,
  gke: spared,
  vpn: spared,
  dangling: 'unavailable',
};
const vpnGateways: Record<GcpGroupOf<'vpn-gateway'>['condition'], GcpExpectedVerdict> = { tunnel: 'pass', 'no-tunnel': 'fail', young: 'pass' };

/** Of a resource that a recommender speaks of: advice of one kind is none of the other, and a cluster's volume is its cluster's. */
export function advisedVerdicts({ advised, name }: GcpResource): Words {
  if (advised === undefined) return {};
  const { subtype, thirtyDays } = advised;
  const said: GcpExpectedVerdict = thirtyDays === null || name.startsWith('pvc-') ? spared : Number(thirtyDays) === 0 ? 'pass' : 'fail';
  return subtype === 'CHANGE_MACHINE_TYPE'
    ? { 'gcp-recommender-resize': said, 'gcp-recommender-stop': spared }
    : { 'gcp-recommender-stop': said, 'gcp-recommender-resize': spared };
}

/** Every verdict that an audit must give on one resource of a group. Written by hand, with no part of a rule in it. */
export function expectedVerdicts(group: GcpGroup, { collection }: GcpResource): Words {
  // Boot disks, and disks that use an image or are a snapshot's source, are attached, whatever the group is about.
  if (collection === 'disks' && group.kind !== 'disk') return { 'gcp-disk-unattached': 'pass' };
  switch (group.kind) {
    case 'instance': {
      const [idle, oversized, stopped, offHours] = instances[group.condition];
      return { 'gcp-vm-idle': idle, 'gcp-vm-oversized': oversized, 'gcp-vm-stopped-resources': stopped, 'gcp-nonprod-schedule': offHours };
    }
    case 'sql-instance': {
      const [idle, oversized, support] = sqlInstances[group.condition];
      const postgres = group.databaseVersion.startsWith('POSTGRES');
      return {
        'gcp-cloudsql-idle': postgres ? spared : idle,
        'gcp-cloudsql-postgres-idle': postgres ? idle : spared,
        'gcp-cloudsql-oversized': oversized,
        'gcp-extended-support': support,
      };
    }
    case 'cluster': {
      const [idle, noNode, support] = clusters[group.condition];
      return { 'gcp-gke-cluster-idle': idle, 'gcp-gke-cluster-no-node': noNode, 'gcp-gke-extended-support': support };
    }
    case 'disk':
      return { 'gcp-disk-unattached': disks[group.condition] };
    case 'address':
      return { 'gcp-static-ip-idle': addresses[group.condition] };
    case 'snapshot':
      return { 'gcp-snapshot-stale': snapshots[group.condition] };
    case 'image':
      return collection === 'images' ? { 'gcp-image-idle': images[group.condition] } : {};
    case 'endpoint':
      return { 'gcp-vertex-endpoint-idle': endpoints[group.condition] };
    case 'bucket':
      return { 'gcp-storage-no-lifecycle': buckets[group.condition] };
    case 'log-bucket':
      return { 'gcp-log-retention-long': logBuckets[group.condition] };
    case 'forwarding-rule':
      return collection === 'forwardingRules' ? { 'gcp-forwarding-rule-no-backend': forwardingRules[group.condition] } : {};
    case 'vpn-gateway':
      return { 'gcp-vpn-gateway-no-tunnel': vpnGateways[group.condition] };
    default:
      return group satisfies never;
  }
}
