import { type GcpContainerCluster, gcpContainerClustersReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { gcpMetric } from '../gcp-metric.js';

const windowDays = 14;

export const gcpContainerClusterIdleRule = defineRule<GcpContainerCluster>({
  id: 'gcp.container.cluster-idle',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'GKE cluster whose nodes do next to nothing',
  why: 'A cluster whose busiest node stays below 10 % of its processors for two weeks is paid for without being used.',
  verify:
    'gcloud container clusters describe {name} --location {region} --project {accountId} --format "yaml(currentNodeCount,nodePools[].autoscaling,status)"',
  remedy: {
    steps: [
      'List what runs beside the system pods and ask its owner.',
      'Move what is still needed to another cluster, or let the pools scale to zero.',
      'Delete the cluster.',
    ],
    rollback: 'Create a cluster and apply its manifests again; persistent volumes that were kept can be attached.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: gcpContainerClustersReader },
  lookups: {},
  metrics: {
    cpu: gcpMetric<GcpContainerCluster>(
      { namespace: 'kubernetes.io', name: 'node/cpu/allocatable_utilization', statistic: 'Maximum', windowDays, per: 'hour' },
      (cluster) => ({ cluster_name: cluster.name, location: cluster.location }),
    ),
  },
  defaults: { cpuShare: 0.1 },
  candidate({ item, at }) {
    if (item.autopilot) return { verdict: 'not_applicable', because: 'Autopilot bills pods, not nodes' };
    if (item.status !== 'RUNNING') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (item.currentNodeCount === 0) return { verdict: 'not_applicable', because: 'no node: judged by gcp.container.cluster-no-node' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { cpu } = metrics;
    if (cpu === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const bar = setting(settings, 'cpuShare');
    const p99CpuShare = percentile(cpu.values, 99);
    if (p99CpuShare >= bar) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { nodes: item.currentNodeCount, p99CpuShare, cpuShare: bar, coverage: cpu.coverage },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(`P99 of the busiest node’s hourly maximum of node/cpu/allocatable_utilization < ${String(bar)} over ${String(windowDays)} days`),
      assumptions: [
        'Counted is the cluster’s own line, its management fee. Its nodes are machines of their own on the bill, end with it, and come on top.',
        'Work that shows in memory or accelerators only is not seen.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
