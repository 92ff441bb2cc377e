import type { MachineLoad } from '../estate/machine-load.js';

/**
 * The situations that a group may declare. Each is a fault, or a trap that looks like one, or healthy; which of
 * them is decided here, by hand, so that the answer sheet owes nothing to any rule's code.
 */
export const diskConditions = [
  'attached',
  'unattached',
  'unattached-young',
  'unattached-no-state',
  'active-sas',
  'asr-replica-name',
  'asr-replica-tag',
  'backup-tag',
  'kubernetes-pvc',
] as const;
export const snapshotConditions = ['fresh', 'stale', 'premium', 'backup-managed'] as const;
export const publicIpConditions = ['in-use', 'idle', 'nat-gateway', 'prefix', 'idle-basic'] as const;
export const loadBalancerConditions = ['balanced', 'empty', 'empty-basic', 'inbound-nat', 'aks-scaled-to-zero'] as const;
export const natGatewayConditions = ['in-use', 'orphan'] as const;
export const appServicePlanConditions = ['with-sites', 'empty', 'empty-free', 'empty-shared', 'empty-consumption'] as const;
export const roleAssignmentConditions = ['live', 'orphaned', 'foreign-group'] as const;
export const virtualMachineConditions = [
  'busy',
  'idle',
  'idle-young',
  'idle-spot',
  'no-metrics',
  'patchy-metrics',
  'stopped',
  'deallocated',
  'deallocated-long',
  'oversized',
  'large-and-needed',
  'large-no-metrics',
  'windows',
  'windows-licensed',
  'windows-desktop',
  'windows-dev-test',
  'office-hours',
  'office-hours-production',
  'test-day-and-night',
] as const;

export type AzureFault =
  | 'azure-disk-unattached'
  | 'azure-snapshot-stale'
  | 'azure-public-ip-idle'
  | 'azure-load-balancer-empty'
  | 'azure-nat-gateway-orphan'
  | 'azure-app-service-plan-empty'
  | 'azure-vm-idle'
  | 'azure-vm-stopped-not-deallocated'
  | 'azure-vm-deallocated-disks'
  | 'azure-advisor-stop'
  | 'azure-advisor-resize'
  | 'azure-vm-oversized'
  | 'azure-vm-off-hours'
  | 'azure-hybrid-benefit-missing'
  | 'azure-snapshot-premium'
  | 'azure-premium-disk-underused'
  | 'azure-app-service-plan-oversized'
  | 'azure-ddos-plan-unassociated'
  | 'azure-vnet-gateway-idle'
  | 'azure-expressroute-unprovisioned'
  | 'azure-appgw-no-backend'
  | 'azure-firewall-idle'
  | 'azure-private-endpoint-disconnected'
  | 'azure-private-dns-zone-unused'
  | 'azure-sql-db-idle'
  | 'azure-sql-db-underutilised'
  | 'azure-sql-mi-underutilised'
  | 'azure-sql-elastic-pool-empty'
  | 'azure-postgresql-underutilised'
  | 'azure-mysql-underutilised'
  | 'azure-cosmos-overprovisioned'
  | 'azure-ml-endpoint-idle'
  | 'azure-synapse-pool-idle'
  | 'azure-log-analytics-retention'
  | 'azure-role-assignment-orphaned';

/** Which conditions are faults, per kind. Whatever is missing here must not be found. */
export const azureFaults = {
  disk: { unattached: 'azure-disk-unattached' },
  snapshot: { stale: 'azure-snapshot-stale', premium: 'azure-snapshot-premium' },
  publicIp: { idle: 'azure-public-ip-idle' },
  loadBalancer: { empty: 'azure-load-balancer-empty' },
  natGateway: { orphan: 'azure-nat-gateway-orphan' },
  appServicePlan: { empty: 'azure-app-service-plan-empty' },
  roleAssignment: { orphaned: 'azure-role-assignment-orphaned' },
  virtualMachine: {
    idle: 'azure-vm-idle',
    stopped: 'azure-vm-stopped-not-deallocated',
    'deallocated-long': 'azure-vm-deallocated-disks',
    oversized: 'azure-vm-oversized',
    windows: 'azure-hybrid-benefit-missing',
    'office-hours': 'azure-vm-off-hours',
  },
} as const satisfies Record<string, Partial<Record<string, AzureFault>>>;

/** What monitoring shows of a machine in that condition. */
export const virtualMachineLoads: Record<(typeof virtualMachineConditions)[number], MachineLoad> = {
  busy: 'busy',
  idle: 'idle',
  'idle-young': 'idle',
  'idle-spot': 'idle',
  'no-metrics': 'silent',
  'patchy-metrics': 'patchy',
  stopped: 'silent',
  deallocated: 'silent',
  'deallocated-long': 'silent',
  oversized: 'busy',
  'large-and-needed': 'busy',
  'large-no-metrics': 'silent',
  windows: 'busy',
  'windows-licensed': 'busy',
  'windows-desktop': 'busy',
  'windows-dev-test': 'busy',
  'office-hours': 'busy',
  'office-hours-production': 'busy',
  'test-day-and-night': 'busy',
};
