import type { JsonObject } from '../../http/json-answer.js';
import type { AzureMeasures } from '../azure-measures.js';
import { diskProduct } from '../azure-products.js';
import { companionOf, type ServiceFamily, type ServicePlace, type ServiceShape } from './service-family.js';

const disk = (place: ServicePlace, more: JsonObject = {}, sizeGb = 1024): ServiceShape => ({
  sku: { name: 'Premium_LRS', tier: 'Premium' },
  managedBy: `/subscriptions/${place.expansion.subscriptionId}/resourceGroups/${place.expansion.group.resourceGroup}/providers/Microsoft.Compute/virtualMachines/${place.expansion.group.name}-host`,
  product: diskProduct('Premium_LRS', sizeGb),
  alternatives: [diskProduct('StandardSSD_LRS', sizeGb)].filter((product) => product !== null),
  properties: {
    diskState: 'Attached',
    diskSizeGB: sizeGb,
    diskIOPSReadWrite: 5000,
    diskMBpsReadWrite: 200,
    tier: 'P30',
    timeCreated: place.createdAt.toISOString(),
    creationData: { createOption: 'Empty' },
    ...more,
  },
});
const speed = (operations: AzureMeasures[string], bytes = 1_000_000): AzureMeasures => ({
  'Composite Disk Read Operations/sec': operations,
  'Composite Disk Write Operations/sec': 20,
  'Composite Disk Read Bytes/sec': bytes,
  'Composite Disk Write Bytes/sec': 500_000,
});
const resting = speed({ base: 2, peak: 60, everyHours: 24 });

/** Premium disks in use, of a size that is worth a look. */
export const attachedDisk: ServiceFamily = {
  type: 'Microsoft.Compute/disks',
  billedAs: 'Storage',
  situations: {
    used: { verdicts: { 'azure-premium-disk-underused': 'pass' }, measures: speed({ base: 200, peak: 3000, everyHours: 24 }), shape: disk },
    'throughput-bound': { verdicts: { 'azure-premium-disk-underused': 'pass' }, measures: speed(2, 90_000_000), shape: disk },
    // The list sells a Standard SSD of that class at half the price.
    underused: { fault: 'azure-premium-disk-underused', share: '0.5', measures: resting, shape: disk },
    'operating-system': {
      verdicts: { 'azure-premium-disk-underused': 'not_applicable' },
      measures: resting,
      shape: (place) => disk(place, { osType: 'Linux' }),
    },
    shared: { verdicts: { 'azure-premium-disk-underused': 'not_applicable' }, measures: resting, shape: (place) => disk(place, { maxShares: 3 }) },
    bursting: { verdicts: { 'azure-premium-disk-underused': 'not_applicable' }, measures: resting, shape: (place) => disk(place, { burstingEnabled: true }) },
    young: { verdicts: { 'azure-premium-disk-underused': 'too_young' }, ageDays: 8, measures: resting, shape: disk },
    'no-metrics': { verdicts: { 'azure-premium-disk-underused': 'no_metrics' }, shape: disk },
    /** Below the size that is looked at: no verdict at all. */
    small: { measures: resting, shape: (place) => disk(place, { diskIOPSReadWrite: 500, diskMBpsReadWrite: 100, tier: 'P10' }, 128) },
  },
};

const plan = (capacity: number, name = 'P1v3', more: JsonObject = {}): ServiceShape => ({
  kind: 'linux',
  sku: { name, tier: 'PremiumV3', family: 'Pv3', size: name, capacity },
  properties: { status: 'Ready', numberOfSites: 3, numberOfWorkers: capacity, zoneRedundant: false, ...more },
});
const load = (CpuPercentage: AzureMeasures[string], MemoryPercentage = 38): AzureMeasures => ({ CpuPercentage, MemoryPercentage });

/** Plans that have sites, by what the sites ask of them. */
export const loadedAppServicePlan: ServiceFamily = {
  type: 'Microsoft.Web/serverfarms',
  billedAs: 'Azure App Service',
  situations: {
    used: {
      verdicts: { 'azure-app-service-plan-empty': 'pass', 'azure-app-service-plan-oversized': 'pass' },
      measures: load({ base: 20, peak: 74, everyHours: 8 }),
      shape: () => plan(2),
    },
    oversized: {
      fault: 'azure-app-service-plan-oversized',
      share: '0.5',
      verdicts: { 'azure-app-service-plan-empty': 'pass' },
      measures: load({ base: 3, peak: 14, everyHours: 8 }),
      shape: () => plan(2),
    },
    'oversized-size': {
      fault: 'azure-app-service-plan-oversized',
      share: '0.5',
      verdicts: { 'azure-app-service-plan-empty': 'pass' },
      measures: load(4),
      shape: () => plan(1, 'P2v3'),
    },
    'memory-bound': {
      verdicts: { 'azure-app-service-plan-empty': 'pass', 'azure-app-service-plan-oversized': 'pass' },
      measures: load(3, 71),
      shape: () => plan(2),
    },
    'zone-redundant': {
      verdicts: { 'azure-app-service-plan-empty': 'pass', 'azure-app-service-plan-oversized': 'not_applicable' },
      measures: load(3),
      shape: () => plan(3, 'P1v3', { zoneRedundant: true }),
    },
    isolated: {
      verdicts: { 'azure-app-service-plan-empty': 'not_applicable', 'azure-app-service-plan-oversized': 'not_applicable' },
      measures: load(3),
      shape: () => plan(2, 'I1v2', { hostingEnvironmentProfile: { id: '/subscriptions/x/hostingEnvironments/e' } }),
    },
    'no-metrics': { verdicts: { 'azure-app-service-plan-empty': 'pass', 'azure-app-service-plan-oversized': 'no_metrics' }, shape: () => plan(2) },
    'sites-unknown': {
      verdicts: { 'azure-app-service-plan-empty': 'unavailable', 'azure-app-service-plan-oversized': 'unavailable' },
      shape: () => plan(2, 'P1v3', { numberOfSites: null }),
    },
  },
};

const endpoint = (more: JsonObject = {}): ServiceShape => ({ kind: 'Managed', properties: { authMode: 'Key', traffic: { blue: 100 }, ...more } });

export const modelEndpoint: ServiceFamily = {
  type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
  path: 'Microsoft.MachineLearningServices/workspaces/lab/onlineEndpoints',
  billedAs: 'Azure Machine Learning',
  situations: {
    used: { verdicts: { 'azure-ml-endpoint-idle': 'pass' }, measures: { RequestsPerMinute: { base: 0, peak: 3, everyHours: 48 } }, shape: () => endpoint() },
    idle: { fault: 'azure-ml-endpoint-idle', measures: { RequestsPerMinute: 0 }, shape: () => endpoint() },
    'own-cluster': {
      verdicts: { 'azure-ml-endpoint-idle': 'not_applicable' },
      measures: { RequestsPerMinute: 0 },
      shape: () => endpoint({ compute: '/subscriptions/x/computes/aks' }),
    },
    'no-deployment': { verdicts: { 'azure-ml-endpoint-idle': 'not_applicable' }, shape: () => endpoint({ traffic: {} }) },
    'no-metrics': { verdicts: { 'azure-ml-endpoint-idle': 'no_metrics' }, shape: () => endpoint() },
  },
};

const warehouse = (place: ServicePlace, status = 'Online'): ServiceShape => ({
  sku: { name: 'DW200c', capacity: 0 },
  properties: { status, creationDate: place.createdAt.toISOString(), maxSizeBytes: 263_882_790_666_240 },
});

export const synapsePool: ServiceFamily = {
  type: 'Microsoft.Synapse/workspaces/sqlPools',
  path: 'Microsoft.Synapse/workspaces/lake/sqlPools',
  billedAs: 'Azure Synapse Analytics',
  situations: {
    used: {
      verdicts: { 'azure-synapse-pool-idle': 'pass' },
      measures: { DWUUsedPercent: { base: 0, peak: 40, everyHours: 24 } },
      shape: (place) => warehouse(place),
    },
    idle: { fault: 'azure-synapse-pool-idle', measures: { DWUUsedPercent: 0 }, shape: (place) => warehouse(place) },
    paused: { verdicts: { 'azure-synapse-pool-idle': 'not_applicable' }, shape: (place) => warehouse(place, 'Paused') },
    young: { verdicts: { 'azure-synapse-pool-idle': 'too_young' }, ageDays: 5, measures: { DWUUsedPercent: 0 }, shape: (place) => warehouse(place) },
    'no-metrics': { verdicts: { 'azure-synapse-pool-idle': 'no_metrics' }, shape: (place) => warehouse(place) },
  },
};

const logs = (retentionInDays: number | null, sku = 'PerGB2018'): ServiceShape => ({
  properties: { ...(retentionInDays === null ? {} : { retentionInDays }), sku: { name: sku }, customerId: '00000000-0000-4000-8000-000000000000' },
});
const sentinelOn = (place: ServicePlace, retentionInDays: number): ServiceShape => ({
  ...logs(retentionInDays),
  companions: [
    companionOf(place, 'Microsoft.OperationsManagement/solutions', `SecurityInsights(${place.name})`, { workspaceResourceId: place.id.toLowerCase() }),
  ],
});

export const logWorkspace: ServiceFamily = {
  type: 'Microsoft.OperationalInsights/workspaces',
  billedAs: 'Log Analytics',
  situations: {
    included: { verdicts: { 'azure-log-analytics-retention': 'pass' }, shape: () => logs(30) },
    // The live bill names no meters, so the money of the retention is unknown.
    'retention-long': { fault: 'azure-log-analytics-retention', share: null, shape: () => logs(365) },
    'sentinel-included': { verdicts: { 'azure-log-analytics-retention': 'pass' }, shape: (place) => sentinelOn(place, 90) },
    'sentinel-long': { fault: 'azure-log-analytics-retention', share: null, shape: (place) => sentinelOn(place, 365) },
    'old-tier': { verdicts: { 'azure-log-analytics-retention': 'not_applicable' }, shape: () => logs(730, 'Premium') },
    'retention-unknown': { verdicts: { 'azure-log-analytics-retention': 'unavailable' }, shape: () => logs(null) },
  },
};
