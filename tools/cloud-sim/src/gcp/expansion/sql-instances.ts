import type { GcpFault } from '../gcp-conditions.js';
import type { GcpGroupOf } from '../gcp-estate.js';
import { constantly, gcpMetrics, type GcpMeasure, type GcpMetric } from '../gcp-measure.js';
import { billOf, daysBefore, memberName, regionOf, type GcpExpansion, type GcpResource } from '../gcp-resource.js';
import { gcpServices, serviceSkus } from '../gcp-skus.js';
import { serviceResource } from '../services/service-resource.js';

type Sql = GcpGroupOf<'sql-instance'>;

const YOUNG_DAYS = 6;

/** How many sessions, and which shares of processor and memory. Databases fill memory with cache, idle ones too. */
const USE: Record<Sql['condition'], { readonly sessions: number; readonly cpu: number; readonly memory: number } | null> = {
  used: { sessions: 12, cpu: 0.55, memory: 0.8 },
  idle: { sessions: 0, cpu: 0.03, memory: 0.7 },
  'idle-replica': { sessions: 0, cpu: 0.03, memory: 0.7 },
  'idle-stopped': null,
  'idle-young': { sessions: 0, cpu: 0.03, memory: 0.7 },
  'no-metrics': null,
  'patchy-metrics': { sessions: 0, cpu: 0.03, memory: 0.7 },
  oversized: { sessions: 9, cpu: 0.2, memory: 0.3 },
  'extended-support': { sessions: 12, cpu: 0.55, memory: 0.8 },
  'end-unknown': { sessions: 12, cpu: 0.55, memory: 0.8 },
};

/** Expands a group of Cloud SQL instances: processors, storage and extended support are lines of their own on the bill. */
export function expandSqlInstances(expansion: GcpExpansion<Sql>): GcpResource[] {
  const { group, project, now } = expansion;
  const ageDays = group.condition === 'idle-young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  const region = regionOf(group.zone);
  const stopped = group.condition === 'idle-stopped';
  const processors = stopped ? null : billOf(group.dailyCost, group.billedDays, ageDays, serviceSkus.sqlProcessor);
  const storage = billOf(group.storageDailyCost, group.billedDays, ageDays, serviceSkus.sqlStorage);
  const support = billOf(group.supportDailyCost, group.billedDays, ageDays, serviceSkus.sqlExtendedSupport);
  const fault = faultOf(group);
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = memberName(group.name, ordinal);
    return serviceResource(expansion, ordinal, {
      collection: 'sqlInstances',
      service: gcpServices.sql,
      fullName: `//cloudsql.googleapis.com/projects/${project.projectId}/instances/${name}`,
      assetType: 'sqladmin.googleapis.com/Instance',
      name,
      location: region,
      ageDays,
      status: 'RUNNABLE',
      body: {
        kind: 'sql#instance',
        name,
        project: project.projectId,
        region,
        databaseVersion: group.databaseVersion,
        state: 'RUNNABLE',
        backendType: 'SECOND_GEN',
        connectionName: `${project.projectId}:${region}:${name}`,
        instanceType: group.condition === 'idle-replica' ? 'READ_REPLICA_INSTANCE' : 'CLOUD_SQL_INSTANCE',
        ...(group.condition === 'idle-replica' ? { masterInstanceName: `${project.projectId}:${group.name}-source` } : {}),
        createTime: daysBefore(now, ageDays).toISOString(),
        selfLink: `https://sqladmin.googleapis.com/v1/projects/${project.projectId}/instances/${name}`,
        settings: {
          kind: 'sql#settings',
          settingsVersion: '1',
          tier: group.tier,
          pricingPlan: 'PER_USE',
          activationPolicy: stopped ? 'NEVER' : 'ALWAYS',
          availabilityType: group.availabilityType,
          dataDiskSizeGb: '100',
          dataDiskType: 'PD_SSD',
          ...(Object.keys(group.labels).length === 0 ? {} : { userLabels: group.labels }),
        },
      },
      bills: [processors, storage, support],
      measures: measuresOf(expansion, name, ageDays),
      fault,
      ...(fault === 'gcp-cloudsql-oversized' ? { faultBills: [processors], faultShare: '0.5' } : {}),
      ...(fault === 'gcp-extended-support' ? { faultBills: [support] } : {}),
    });
  });
}

function faultOf(group: Sql): GcpFault | null {
  if (group.condition === 'idle') return group.databaseVersion.startsWith('POSTGRES') ? 'gcp-cloudsql-postgres-idle' : 'gcp-cloudsql-idle';
  if (group.condition === 'oversized') return 'gcp-cloudsql-oversized';
  return group.condition === 'extended-support' ? 'gcp-extended-support' : null;
}

function measuresOf({ group, project, now }: GcpExpansion<Sql>, name: string, ageDays: number): GcpMeasure[] {
  const use = USE[group.condition];
  if (use === null) return [];
  const patchy = group.condition === 'patchy-metrics';
  const measure = (metric: GcpMetric, value: number, metricLabels: Record<string, string> = {}): GcpMeasure => ({
    metric,
    resourceType: 'cloudsql_database',
    resourceLabels: { project_id: project.projectId, database_id: `${project.projectId}:${name}`, region: regionOf(group.zone) },
    metricLabels,
    since: daysBefore(now, ageDays),
    during: constantly(value, patchy),
  });
  const sessions = group.databaseVersion.startsWith('POSTGRES')
    ? // Google's own agent is always connected.
      [measure(gcpMetrics.sqlBackends, 2, { database: 'cloudsqladmin' }), measure(gcpMetrics.sqlBackends, use.sessions, { database: 'postgres' })]
    : [measure(gcpMetrics.sqlConnections, use.sessions)];
  return [...sessions, measure(gcpMetrics.sqlCpu, use.cpu), measure(gcpMetrics.sqlMemory, use.memory)];
}
