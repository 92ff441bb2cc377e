import type { JsonObject } from '../../http/json-answer.js';
import type { AzureMeasures } from '../azure-measures.js';
import type { ExpectedVerdict, ExpectedVerdicts } from '../azure-verdicts.js';
import { companionOf, type ServiceFamily, type ServicePlace, type ServiceShape } from './service-family.js';

const database = (place: ServicePlace, more: JsonObject = {}, sku: JsonObject = { name: 'Standard', tier: 'Standard', capacity: 100 }): ServiceShape => ({
  kind: 'v12.0,user',
  sku,
  properties: {
    status: 'Online',
    collation: 'SQL_Latin1_General_CP1_CI_AS',
    maxSizeBytes: 268_435_456_000,
    creationDate: place.createdAt.toISOString(),
    currentServiceObjectiveName: 'S3',
    ...more,
  },
});
const busy: AzureMeasures = {
  cpu_percent: { base: 20, peak: 70, everyHours: 8 },
  physical_data_read_percent: 10,
  log_write_percent: 5,
  connection_successful: 40,
};
const quiet: AzureMeasures = {
  cpu_percent: { base: 4, peak: 18, everyHours: 8 },
  physical_data_read_percent: 3,
  log_write_percent: 1,
  connection_successful: 12,
};
const silent: AzureMeasures = { cpu_percent: 0, physical_data_read_percent: 0, log_write_percent: 0, connection_successful: 0 };
const both = (idle: ExpectedVerdict, underutilised: ExpectedVerdict): ExpectedVerdicts => ({
  'azure-sql-db-idle': idle,
  'azure-sql-db-underutilised': underutilised,
});

export const sqlDatabase: ServiceFamily = {
  type: 'Microsoft.Sql/servers/databases',
  path: 'Microsoft.Sql/servers/shop-sql/databases',
  billedAs: 'SQL Database',
  situations: {
    used: { verdicts: both('pass', 'pass'), measures: busy, shape: database },
    idle: { fault: 'azure-sql-db-idle', verdicts: { 'azure-sql-db-underutilised': 'not_applicable' }, measures: silent, shape: database },
    underutilised: { fault: 'azure-sql-db-underutilised', share: '0.5', verdicts: { 'azure-sql-db-idle': 'pass' }, measures: quiet, shape: database },
    'underutilised-vcore': {
      fault: 'azure-sql-db-underutilised',
      share: '0.5',
      verdicts: { 'azure-sql-db-idle': 'pass' },
      measures: quiet,
      shape: (place) => database(place, { currentServiceObjectiveName: 'GP_Gen5_8' }, { name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 8 }),
    },
    /** Its processor rests, but its log is nearly full. */
    'log-bound': { verdicts: both('pass', 'pass'), measures: { ...quiet, log_write_percent: 62 }, shape: database },
    master: {
      verdicts: both('not_applicable', 'not_applicable'),
      measures: silent,
      shape: (place) => ({ ...database(place, {}, { name: 'System', tier: 'System', capacity: 0 }), kind: 'v12.0,system', name: 'master' }),
    },
    'in-pool': {
      verdicts: both('not_applicable', 'not_applicable'),
      measures: silent,
      shape: (place) =>
        database(
          place,
          { elasticPoolId: `${place.id.split('/databases/')[0] ?? ''}/elasticPools/elsewhere` },
          { name: 'ElasticPool', tier: 'Standard', capacity: 0 },
        ),
    },
    'geo-replica': { verdicts: both('not_applicable', 'not_applicable'), measures: silent, shape: (place) => database(place, { secondaryType: 'Geo' }) },
    serverless: {
      verdicts: both('not_applicable', 'not_applicable'),
      measures: silent,
      shape: (place) => ({
        ...database(place, { autoPauseDelay: 60 }, { name: 'GP_S_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 4 }),
        kind: 'v12.0,user,vcore,serverless',
      }),
    },
    paused: { verdicts: both('not_applicable', 'not_applicable'), shape: (place) => database(place, { status: 'Paused' }) },
    smallest: {
      verdicts: both('pass', 'not_applicable'),
      measures: quiet,
      shape: (place) => database(place, {}, { name: 'Basic', tier: 'Basic', capacity: 5 }),
    },
    young: { verdicts: both('too_young', 'too_young'), ageDays: 6, measures: silent, shape: database },
    'no-metrics': { verdicts: both('no_metrics', 'no_metrics'), shape: database },
  },
};

const pool = (place: ServicePlace): ServiceShape => ({
  sku: { name: 'StandardPool', tier: 'Standard', capacity: 100 },
  properties: { state: 'Ready', creationDate: place.createdAt.toISOString(), zoneRedundant: false },
});

export const sqlElasticPool: ServiceFamily = {
  type: 'Microsoft.Sql/servers/elasticPools',
  path: 'Microsoft.Sql/servers/shop-sql/elasticPools',
  billedAs: 'SQL Database',
  situations: {
    'in-use': {
      verdicts: { 'azure-sql-elastic-pool-empty': 'pass' },
      shape: (place) => ({
        ...pool(place),
        companions: [
          companionOf(
            place,
            'Microsoft.Sql/servers/databases',
            `${place.name}-member`,
            { status: 'Online', creationDate: place.createdAt.toISOString(), elasticPoolId: place.id.toUpperCase() },
            {
              id: `${place.id.split('/elasticPools/')[0] ?? ''}/databases/${place.name}-member`,
              kind: 'v12.0,user,pool',
              sku: { name: 'ElasticPool', tier: 'Standard', capacity: 0 },
              verdicts: both('not_applicable', 'not_applicable'),
            },
          ),
        ],
      }),
    },
    empty: { fault: 'azure-sql-elastic-pool-empty', shape: pool },
    young: { verdicts: { 'azure-sql-elastic-pool-empty': 'pass' }, ageDays: 3, shape: pool },
  },
};

const instance = (more: JsonObject = {}): ServiceShape => ({
  sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 16 },
  properties: { state: 'Ready', vCores: 16, storageSizeInGB: 256, licenseType: 'BasePrice', ...more },
});

export const sqlManagedInstance: ServiceFamily = {
  type: 'Microsoft.Sql/managedInstances',
  billedAs: 'SQL Managed Instance',
  situations: {
    used: { verdicts: { 'azure-sql-mi-underutilised': 'pass' }, measures: { avg_cpu_percent: { base: 20, peak: 66, everyHours: 6 } }, shape: () => instance() },
    underutilised: {
      fault: 'azure-sql-mi-underutilised',
      share: '0.5',
      measures: { avg_cpu_percent: { base: 4, peak: 21, everyHours: 6 } },
      shape: () => instance(),
    },
    smallest: { verdicts: { 'azure-sql-mi-underutilised': 'not_applicable' }, measures: { avg_cpu_percent: 4 }, shape: () => instance({ vCores: 4 }) },
    stopped: { verdicts: { 'azure-sql-mi-underutilised': 'not_applicable' }, shape: () => instance({ state: 'Stopped' }) },
    'patchy-metrics': {
      verdicts: { 'azure-sql-mi-underutilised': 'no_metrics' },
      measures: { avg_cpu_percent: { base: 4, missingEvery: 5 } },
      shape: () => instance(),
    },
  },
};

const server = (more: JsonObject = {}, sku: JsonObject = { name: 'Standard_D8ds_v4', tier: 'GeneralPurpose' }): ServiceShape => ({
  sku,
  properties: { state: 'Ready', version: '16', administratorLogin: 'operator', replicationRole: 'Primary', ...more },
});

function flexibleServers(type: string, billedAs: string, fault: 'azure-postgresql-underutilised' | 'azure-mysql-underutilised'): ServiceFamily {
  const said = (verdict: ExpectedVerdict): ExpectedVerdicts => ({ [fault]: verdict });
  const rest: AzureMeasures = { cpu_percent: { base: 3, peak: 16, everyHours: 8 }, memory_percent: 34 };
  return {
    type,
    billedAs,
    situations: {
      used: { verdicts: said('pass'), measures: { cpu_percent: { base: 20, peak: 81, everyHours: 8 }, memory_percent: 60 }, shape: () => server() },
      underutilised: { fault, share: '0.5', measures: rest, shape: () => server() },
      'memory-bound': { verdicts: said('pass'), measures: { ...rest, memory_percent: 78 }, shape: () => server() },
      burstable: { verdicts: said('not_applicable'), measures: rest, shape: () => server({}, { name: 'Standard_B2ms', tier: 'Burstable' }) },
      replica: { verdicts: said('not_applicable'), measures: rest, shape: () => server({ replicationRole: 'AsyncReplica' }) },
      stopped: { verdicts: said('not_applicable'), shape: () => server({ state: 'Stopped' }) },
      smallest: { verdicts: said('not_applicable'), measures: rest, shape: () => server({}, { name: 'Standard_D2ds_v4', tier: 'GeneralPurpose' }) },
      'no-metrics': { verdicts: said('no_metrics'), shape: () => server() },
    },
  };
}

export const postgresqlServer = flexibleServers('Microsoft.DBforPostgreSQL/flexibleServers', 'Azure Database for PostgreSQL', 'azure-postgresql-underutilised');
export const mysqlServer = flexibleServers('Microsoft.DBforMySQL/flexibleServers', 'Azure Database for MySQL', 'azure-mysql-underutilised');

const account = (more: JsonObject = {}): ServiceShape => ({
  kind: 'GlobalDocumentDB',
  properties: {
    databaseAccountOfferType: 'Standard',
    enableFreeTier: false,
    capabilities: [],
    locations: [{ locationName: 'West Europe', failoverPriority: 0 }],
    ...more,
  },
});
const units = (NormalizedRUConsumption: AzureMeasures[string], ProvisionedThroughput = 20_000): AzureMeasures => ({
  NormalizedRUConsumption,
  ProvisionedThroughput,
});

export const cosmosAccount: ServiceFamily = {
  type: 'Microsoft.DocumentDB/databaseAccounts',
  billedAs: 'Azure Cosmos DB',
  situations: {
    used: { verdicts: { 'azure-cosmos-overprovisioned': 'pass' }, measures: units({ base: 5, peak: 44, everyHours: 12 }), shape: () => account() },
    // Twice the busiest hour is kept: 1 − 2 × 5 %.
    overprovisioned: { fault: 'azure-cosmos-overprovisioned', share: '0.9', measures: units({ base: 1, peak: 5, everyHours: 12 }), shape: () => account() },
    serverless: {
      verdicts: { 'azure-cosmos-overprovisioned': 'not_applicable' },
      shape: () => account({ capabilities: [{ name: 'EnableServerless' }] }),
    },
    'free-tier': { verdicts: { 'azure-cosmos-overprovisioned': 'not_applicable' }, measures: units(1, 1000), shape: () => account({ enableFreeTier: true }) },
    small: { verdicts: { 'azure-cosmos-overprovisioned': 'pass' }, measures: units(1, 400), shape: () => account() },
    'no-metrics': { verdicts: { 'azure-cosmos-overprovisioned': 'no_metrics' }, shape: () => account() },
  },
};
