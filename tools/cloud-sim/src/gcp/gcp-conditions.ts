import type { InstanceLoad } from './instance-load.js';

/** The situations that a group may declare: a fault, or a trap that looks like one, or healthy. Decided here, by hand. */
export const diskConditions = ['attached', 'unattached', 'unattached-young', 'gke-volume', 'pvc-name'] as const;
export const addressConditions = ['in-use', 'idle', 'idle-young', 'internal', 'nat-auto'] as const;
export const instanceConditions = [
  'busy',
  'idle',
  'idle-mig',
  'idle-gke',
  'idle-young',
  'no-metrics',
  'patchy-metrics',
  'stopped',
  'stopped-recently',
  'suspended',
  'oversized',
  'idle-spot',
  'idle-gpu',
  'idle-dataflow',
  'office-hours',
  'office-hours-production',
] as const;
export const snapshotConditions = ['fresh', 'stale', 'source-exists', 'scheduled'] as const;
export const imageConditions = ['idle', 'young', 'in-use', 'in-template'] as const;

export const sqlConditions = [
  'used',
  'idle',
  'idle-replica',
  'idle-stopped',
  'idle-young',
  'no-metrics',
  'patchy-metrics',
  'oversized',
  'extended-support',
  'end-unknown',
] as const;
export const clusterConditions = [
  'used',
  'idle',
  'idle-young',
  'no-metrics',
  'no-node',
  'no-node-young',
  'autopilot',
  'stopping',
  'composer',
  'extended',
  'extended-current',
] as const;
export const endpointConditions = ['called', 'idle', 'idle-young', 'no-metrics', 'automatic', 'no-model'] as const;
export const bucketConditions = ['lifecycle', 'no-lifecycle', 'young', 'autoclass', 'locked', 'cold'] as const;
export const logBucketConditions = ['short', 'long', 'locked', 'required'] as const;
export const forwardingRuleConditions = [
  'served',
  'no-backend',
  'no-instance',
  'young',
  'proxied',
  'private-service-connect',
  'gke',
  'vpn',
  'dangling',
] as const;
export const vpnGatewayConditions = ['tunnel', 'no-tunnel', 'young'] as const;

export type GcpFault =
  | 'gcp-disk-unattached'
  | 'gcp-static-ip-idle'
  | 'gcp-vm-idle'
  | 'gcp-vm-stopped-resources'
  | 'gcp-vm-oversized'
  | 'gcp-nonprod-schedule'
  | 'gcp-snapshot-stale'
  | 'gcp-image-idle'
  | 'gcp-cloudsql-idle'
  | 'gcp-cloudsql-postgres-idle'
  | 'gcp-cloudsql-oversized'
  | 'gcp-extended-support'
  | 'gcp-gke-cluster-idle'
  | 'gcp-gke-cluster-no-node'
  | 'gcp-gke-extended-support'
  | 'gcp-vertex-endpoint-idle'
  | 'gcp-storage-no-lifecycle'
  | 'gcp-log-retention-long'
  | 'gcp-forwarding-rule-no-backend'
  | 'gcp-vpn-gateway-no-tunnel'
  | 'gcp-recommender-stop'
  | 'gcp-recommender-resize';

/** Which conditions are faults, per kind. Whatever is missing here must not be found. */
export const gcpFaults = {
  disk: { unattached: 'gcp-disk-unattached' },
  address: { idle: 'gcp-static-ip-idle' },
  instance: { idle: 'gcp-vm-idle', stopped: 'gcp-vm-stopped-resources', oversized: 'gcp-vm-oversized', 'office-hours': 'gcp-nonprod-schedule' },
  snapshot: { stale: 'gcp-snapshot-stale' },
  image: { idle: 'gcp-image-idle' },
} as const satisfies Record<string, Partial<Record<string, GcpFault>>>;

/** What Cloud Monitoring shows of an instance in that condition. */
export const instanceLoads: Record<(typeof instanceConditions)[number], InstanceLoad> = {
  busy: 'busy',
  idle: 'idle',
  'idle-mig': 'idle',
  'idle-gke': 'idle',
  'idle-young': 'idle',
  'no-metrics': 'silent',
  'patchy-metrics': 'patchy',
  stopped: 'silent',
  'stopped-recently': 'silent',
  suspended: 'silent',
  oversized: 'light',
  'idle-spot': 'idle',
  'idle-gpu': 'idle',
  'idle-dataflow': 'idle',
  'office-hours': 'office-hours',
  'office-hours-production': 'office-hours',
};
