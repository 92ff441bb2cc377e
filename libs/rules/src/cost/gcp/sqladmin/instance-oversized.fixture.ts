import type { GcpSqladminInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { sqlInstance } from './instance-fixture.js';

const light = { cpu: [0.1, 0.3], memory: [0.35] };

export const gcpSqladminInstanceOversizedFixture: RuleFixture<GcpSqladminInstance> = {
  fail: [
    { title: 'neither processor nor memory above 35 %', item: sqlInstance(), metrics: light, facts: { targetTier: 'db-custom-2-8192', p99CpuShare: 0.3 } },
    {
      title: 'Enterprise Plus goes by halves too',
      item: sqlInstance({ tier: 'db-perf-optimized-N-8' }),
      metrics: light,
      facts: { targetTier: 'db-perf-optimized-N-4' },
    },
  ],
  pass: [
    { title: 'processor at the bar', item: sqlInstance(), metrics: { ...light, cpu: [0.4] } },
    { title: 'memory full of cache', item: sqlInstance(), metrics: { ...light, memory: [0.8] } },
  ],
  notApplicable: [
    { title: 'shared core', item: sqlInstance({ tier: 'db-g1-small' }), because: /half/ },
    { title: 'half would have less memory than the smallest tier', item: sqlInstance({ tier: 'db-custom-2-3840' }), because: /half/ },
    { title: 'six processors halve to three, which Google does not sell', item: sqlInstance({ tier: 'db-custom-6-24576' }), because: /half/ },
    { title: 'read replica: it must keep up with its source', item: sqlInstance({ masterInstanceName: 'acme-prod:orders' }), because: /replica/ },
    { title: 'stopped', item: sqlInstance({ activationPolicy: 'NEVER' }), because: /stopped/ },
  ],
  undetermined: [
    { title: 'no datapoints are no small load', item: sqlInstance(), reason: 'no_metrics' },
    { title: 'memory alone missing', item: sqlInstance(), metrics: { cpu: [0.1], memory: [] }, reason: 'no_metrics' },
    { title: 'made three weeks ago', item: sqlInstance({ createTime: '2026-11-01T00:00:00.000Z' }), metrics: light, reason: 'too_young' },
  ],
};
