import type { GcpContainerCluster } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { gkeCluster } from './cluster-fixture.js';

export const gcpContainerClusterNoNodeFixture: RuleFixture<GcpContainerCluster> = {
  fail: [{ title: 'no node in any pool', item: gkeCluster({ currentNodeCount: 0 }), facts: { nodes: 0 } }],
  pass: [
    { title: 'three nodes', item: gkeCluster() },
    { title: 'made last week: its pools may follow', item: gkeCluster({ currentNodeCount: 0, createTime: '2026-11-15T00:00:00+00:00' }) },
  ],
  notApplicable: [
    { title: 'Autopilot', item: gkeCluster({ autopilot: true, currentNodeCount: 0 }), because: /Autopilot/ },
    { title: 'being deleted', item: gkeCluster({ status: 'STOPPING', currentNodeCount: 0 }), because: /STOPPING/ },
    { title: 'of Cloud Composer', item: gkeCluster({ currentNodeCount: 0, labels: { 'goog-composer-environment': 'etl' } }), because: /data service/ },
  ],
  undetermined: [{ title: 'creation time left out', item: gkeCluster({ currentNodeCount: 0, createTime: null }), reason: 'unparsable' }],
};
