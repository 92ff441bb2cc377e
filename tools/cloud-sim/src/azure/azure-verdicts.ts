import type { AzureFault } from './azure-conditions.js';

/** What an audit must say of a resource, by the catalogue's names: the reason where it must not judge. A fault that is not named here does not ask it. */
export type ExpectedVerdict = 'pass' | 'not_applicable' | 'no_metrics' | 'too_young' | 'unavailable' | 'unparsable';
export type ExpectedVerdicts = Readonly<Partial<Record<AzureFault, ExpectedVerdict>>>;

const machine = (idle: ExpectedVerdict | null, stopped: ExpectedVerdict | null, more: ExpectedVerdicts = {}): ExpectedVerdicts => ({
  ...(idle === null ? {} : { 'azure-vm-idle': idle }),
  ...(stopped === null ? {} : { 'azure-vm-stopped-not-deallocated': stopped }),
  'azure-vm-deallocated-disks': 'pass',
  'azure-vm-oversized': 'not_applicable',
  // Nothing says of it that it is not production.
  'azure-vm-off-hours': 'not_applicable',
  'azure-hybrid-benefit-missing': 'pass',
  ...more,
});

/**
 * The answer sheet for what is no fault, by hand from `reference/cost.md`, so that it owes nothing to any rule's code:
 * kind → condition → fault → what must be said. The faults themselves are in `azure-conditions.ts`.
 */
export const azureVerdicts = {
  disk: {
    attached: {},
    unattached: {},
    'unattached-young': { 'azure-disk-unattached': 'pass' },
    'unattached-no-state': { 'azure-disk-unattached': 'unavailable' },
    'active-sas': { 'azure-disk-unattached': 'not_applicable' },
    'asr-replica-name': { 'azure-disk-unattached': 'not_applicable' },
    'asr-replica-tag': { 'azure-disk-unattached': 'not_applicable' },
    'backup-tag': { 'azure-disk-unattached': 'not_applicable' },
    'kubernetes-pvc': { 'azure-disk-unattached': 'not_applicable' },
  },
  snapshot: {
    fresh: { 'azure-snapshot-stale': 'pass', 'azure-snapshot-premium': 'pass' },
    stale: { 'azure-snapshot-premium': 'pass' },
    premium: { 'azure-snapshot-stale': 'pass' },
    'backup-managed': { 'azure-snapshot-stale': 'not_applicable', 'azure-snapshot-premium': 'not_applicable' },
  },
  publicIp: {
    'in-use': { 'azure-public-ip-idle': 'pass' },
    idle: {},
    'nat-gateway': { 'azure-public-ip-idle': 'pass' },
    prefix: { 'azure-public-ip-idle': 'not_applicable' },
    'idle-basic': { 'azure-public-ip-idle': 'not_applicable' },
  },
  loadBalancer: {
    balanced: { 'azure-load-balancer-empty': 'pass' },
    empty: {},
    'empty-basic': { 'azure-load-balancer-empty': 'not_applicable' },
    'inbound-nat': { 'azure-load-balancer-empty': 'pass' },
    'aks-scaled-to-zero': { 'azure-load-balancer-empty': 'not_applicable' },
  },
  natGateway: { 'in-use': { 'azure-nat-gateway-orphan': 'pass' }, orphan: {} },
  appServicePlan: {
    'with-sites': { 'azure-app-service-plan-empty': 'pass', 'azure-app-service-plan-oversized': 'not_applicable' },
    empty: { 'azure-app-service-plan-oversized': 'not_applicable' },
    'empty-free': { 'azure-app-service-plan-empty': 'not_applicable', 'azure-app-service-plan-oversized': 'not_applicable' },
    'empty-shared': { 'azure-app-service-plan-empty': 'not_applicable', 'azure-app-service-plan-oversized': 'not_applicable' },
    'empty-consumption': { 'azure-app-service-plan-empty': 'not_applicable', 'azure-app-service-plan-oversized': 'not_applicable' },
  },
  /** Of the size that has no half; a machine of another size is declared as `oversized` or as idle, which comes first. */
  virtualMachine: {
    busy: machine('pass', 'pass'),
    idle: machine(null, 'pass'),
    'idle-young': machine('too_young', 'pass'),
    'idle-spot': machine('not_applicable', 'pass'),
    'no-metrics': machine('no_metrics', 'pass'),
    'patchy-metrics': machine('no_metrics', 'pass'),
    stopped: machine('not_applicable', null),
    deallocated: machine('not_applicable', 'pass'),
    'deallocated-long': (({ 'azure-vm-deallocated-disks': _fault, ...rest }: ExpectedVerdicts) => rest)(machine('not_applicable', 'pass')),
    oversized: (({ 'azure-vm-oversized': _fault, ...rest }: ExpectedVerdicts) => rest)(machine('pass', 'pass')),
    'large-and-needed': machine('pass', 'pass', { 'azure-vm-oversized': 'pass' }),
    'large-no-metrics': machine('no_metrics', 'pass', { 'azure-vm-oversized': 'no_metrics' }),
    windows: (({ 'azure-hybrid-benefit-missing': _fault, ...rest }: ExpectedVerdicts) => rest)(machine('pass', 'pass')),
    'windows-licensed': machine('pass', 'pass'),
    'windows-desktop': machine('pass', 'pass', { 'azure-hybrid-benefit-missing': 'not_applicable' }),
    /** To be declared in a subscription whose `quotaId` is that of a Dev/Test offer. */
    'windows-dev-test': machine('pass', 'pass', { 'azure-hybrid-benefit-missing': 'not_applicable' }),
    'office-hours': (({ 'azure-vm-off-hours': _fault, ...rest }: ExpectedVerdicts) => rest)(machine('pass', 'pass')),
    'office-hours-production': machine('pass', 'pass'),
    'test-day-and-night': machine('pass', 'pass', { 'azure-vm-off-hours': 'pass' }),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ExpectedVerdicts>>>>;
