import { type GcpStorageBucket, gcpStorageBucketsReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';

/** What moving or deleting old objects usually frees of the storage line, at most (`reference/cost.md` §2.3, 17). */
const mostFreed = '0.3';

export const gcpStorageBucketNoLifecycleRule = defineRule<GcpStorageBucket>({
  id: 'gcp.storage.bucket-no-lifecycle',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Bucket of hot storage without a lifecycle',
  why: 'Without a lifecycle every object, and every old version of it, stays in the dearest class for ever.',
  verify: 'gcloud storage buckets describe {resourceId} --format "yaml(lifecycle_config,autoclass,default_storage_class,versioning_enabled,retention_policy)"',
  remedy: {
    steps: [
      'Ask the owner (labels) how long objects are read, and how long they must be kept.',
      'Add a lifecycle that moves old objects to a colder class or deletes them, or switch Autoclass on.',
      'Let it end noncurrent versions and unfinished uploads too.',
    ],
    rollback: 'Remove the lifecycle; what was deleted comes back only within the soft-delete period.',
  },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: gcpStorageBucketsReader },
  lookups: {},
  metrics: {},
  defaults: { graceDays: 90 },
  evaluate({ item, at, settings }) {
    if (item.autoclass) return { verdict: 'not_applicable', because: 'Autoclass moves its objects by their use' };
    if (item.retention === 'locked') return { verdict: 'not_applicable', because: 'a locked retention policy keeps its objects' };
    if (item.storageClass !== 'STANDARD') return { verdict: 'not_applicable', because: `its class is ${item.storageClass ?? 'not told'}, not the dearest` };
    if (item.lifecycleRules > 0) return { verdict: 'pass' };
    const ageDays = daysSince(item.timeCreated, at);
    if (item.timeCreated === null || ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { timeCreated: item.timeCreated } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { lifecycleRules: 0, storageClass: item.storageClass, versioning: item.versioning, retention: item.retention ?? 'none', ageDays, graceDays },
      window: windowSince(item.timeCreated, at),
      formula: formula(`class STANDARD, no lifecycle, no Autoclass, age ≥ ${String(graceDays)} days; of the storage lines at most × ${mostFreed}`),
      assumptions: [
        'How often objects are read is not known: the saving lies between nothing and the number given.',
        'Colder classes have fees for reading and for early deletion, which are not weighed.',
        'The bill tells a large bucket from a small one; small ones fall below the threshold.',
      ],
      cost: { kind: 'share', share: mostFreed, meters: ['Storage'], list: [] },
      bound: 'upper_bound',
    };
  },
});
