import { type GcpContainerCluster, gcpContainerClustersReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';

export const gcpContainerClusterNoNodeRule = defineRule<GcpContainerCluster>({
  id: 'gcp.container.cluster-no-node',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'GKE cluster without a node',
  why: 'Google bills the management of a cluster by the hour, also when it has no node on which anything could run.',
  verify: 'gcloud container clusters describe {name} --location {region} --project {accountId} --format "yaml(currentNodeCount,autopilot,status,createTime)"',
  remedy: {
    steps: ['Check that no schedule scales its pools up again.', 'Delete the cluster.'],
    rollback: 'Create a cluster and apply its manifests again; persistent volumes that were kept can be attached.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: gcpContainerClustersReader },
  lookups: {},
  metrics: {},
  defaults: { graceDays: 14 },
  evaluate({ item, at, settings }) {
    if (item.autopilot) return { verdict: 'not_applicable', because: 'Autopilot bills pods and keeps nodes only while there are some' };
    if (item.status !== 'RUNNING') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (item.currentNodeCount > 0) return { verdict: 'pass' };
    const ageDays = daysSince(item.createTime, at);
    if (item.createTime === null || ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { nodes: 0, createTime: item.createTime, ageDays, graceDays },
      window: windowSince(item.createTime, at),
      formula: formula(`nodes = 0, age ≥ ${String(graceDays)} days`),
      assumptions: [
        'The cluster’s state is that of the audit: one that runs at other hours only is told by its next audit.',
        'Google forgives the fee of one zonal cluster per billing account; that is on the bill already.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
