import type { GcpStorageBucket } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const bucket = (more: Partial<GcpStorageBucket> = {}): GcpStorageBucket => ({
  name: 'acme-media',
  location: 'eu',
  storageClass: 'STANDARD',
  timeCreated: '2025-01-01T00:00:00.000Z',
  lifecycleRules: 0,
  autoclass: false,
  versioning: false,
  retention: null,
  labels: {},
  ...more,
});

export const gcpStorageBucketNoLifecycleFixture: RuleFixture<GcpStorageBucket> = {
  fail: [
    { title: 'standard class, no rule', item: bucket(), facts: { lifecycleRules: 0, versioning: false } },
    { title: 'keeps every version for ever', item: bucket({ versioning: true }), facts: { versioning: true } },
    { title: 'retention that is not locked may be followed by a lifecycle', item: bucket({ retention: 'set' }), facts: { retention: 'set' } },
  ],
  pass: [
    { title: 'has a rule', item: bucket({ lifecycleRules: 1 }) },
    { title: 'made last month: nothing in it is old', item: bucket({ timeCreated: '2026-10-15T00:00:00.000Z' }) },
  ],
  notApplicable: [
    { title: 'Autoclass', item: bucket({ autoclass: true }), because: /Autoclass/ },
    { title: 'locked retention', item: bucket({ retention: 'locked' }), because: /locked/ },
    { title: 'cold class: early deletion would cost', item: bucket({ storageClass: 'ARCHIVE' }), because: /ARCHIVE/ },
  ],
  undetermined: [{ title: 'creation time left out', item: bucket({ timeCreated: null }), reason: 'unparsable' }],
};
