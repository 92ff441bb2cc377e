import type { GcpContainerCluster } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { gkeCluster } from './cluster-fixture.js';

const idle = { cpu: [0.04, 0.06] };

export const gcpContainerClusterIdleFixture: RuleFixture<GcpContainerCluster> = {
  fail: [{ title: 'system pods only', item: gkeCluster(), metrics: idle, facts: { p99CpuShare: 0.06, nodes: 3 } }],
  pass: [{ title: 'one node in use for two hours in a hundred', item: gkeCluster(), metrics: { cpu: [...Array.from({ length: 98 }, () => 0.04), 0.5, 0.5] } }],
  notApplicable: [
    { title: 'Autopilot', item: gkeCluster({ autopilot: true }), because: /Autopilot/ },
    { title: 'without a node', item: gkeCluster({ currentNodeCount: 0 }), because: /no-node/ },
    { title: 'being made', item: gkeCluster({ status: 'PROVISIONING' }), because: /PROVISIONING/ },
  ],
  undetermined: [
    { title: 'monitoring switched off', item: gkeCluster(), reason: 'no_metrics' },
    { title: 'made last week', item: gkeCluster({ createTime: '2026-11-15T00:00:00+00:00' }), metrics: idle, reason: 'too_young' },
    { title: 'creation time left out', item: gkeCluster({ createTime: null }), metrics: idle, reason: 'unparsable' },
  ],
};
