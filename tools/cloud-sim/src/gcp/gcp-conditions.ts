import type { MachineLoad } from '../estate/machine-load.js';

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
] as const;
export const snapshotConditions = ['fresh', 'stale', 'source-exists', 'scheduled'] as const;
export const imageConditions = ['idle', 'young', 'in-use', 'in-template'] as const;

export type GcpFault = 'gcp-disk-unattached' | 'gcp-static-ip-idle' | 'gcp-vm-idle' | 'gcp-vm-stopped-resources' | 'gcp-snapshot-stale' | 'gcp-image-idle';

/** Which conditions are faults, per kind. Whatever is missing here must not be found. */
export const gcpFaults = {
  disk: { unattached: 'gcp-disk-unattached' },
  address: { idle: 'gcp-static-ip-idle' },
  instance: { idle: 'gcp-vm-idle', stopped: 'gcp-vm-stopped-resources' },
  snapshot: { stale: 'gcp-snapshot-stale' },
  image: { idle: 'gcp-image-idle' },
} as const satisfies Record<string, Partial<Record<string, GcpFault>>>;

/** What Cloud Monitoring shows of an instance in that condition. */
export const instanceLoads: Record<(typeof instanceConditions)[number], MachineLoad> = {
  busy: 'busy',
  idle: 'idle',
  'idle-mig': 'idle',
  'idle-gke': 'idle',
  'idle-young': 'idle',
  'no-metrics': 'silent',
  'patchy-metrics': 'patchy',
  stopped: 'silent',
  'stopped-recently': 'silent',
};
