import type { GcpSqladminInstance } from '@vitrine/cloud-readers';

/** A Cloud SQL instance as the fixtures of this folder begin. */
export function sqlInstance(more: Partial<GcpSqladminInstance> = {}): GcpSqladminInstance {
  return {
    name: 'orders',
    project: 'acme-prod',
    region: 'europe-west1',
    databaseVersion: 'MYSQL_8_0',
    state: 'RUNNABLE',
    instanceType: 'CLOUD_SQL_INSTANCE',
    createTime: '2026-01-01T00:00:00.000Z',
    masterInstanceName: null,
    tier: 'db-custom-4-16384',
    activationPolicy: 'ALWAYS',
    availabilityType: 'ZONAL',
    labels: {},
    ...more,
  };
}
