import type { AwsRdsDbInstance } from '@vitrine/cloud-readers';

/** A database as fixtures start from it: a PostgreSQL on a machine with 4 processors and 16 GiB, a year old. */
export function databaseItem(more: Partial<AwsRdsDbInstance> = {}): AwsRdsDbInstance {
  return {
    dbInstanceIdentifier: 'shop',
    dbInstanceArn: 'arn:aws:rds:eu-central-1:111122223333:db:shop',
    dbInstanceClass: 'db.m5.xlarge',
    engine: 'postgres',
    engineVersion: '12.18',
    state: 'available',
    createTime: '2025-06-01T08:00:00.000Z',
    multiAz: false,
    storageType: 'gp3',
    storageGib: 100,
    readReplicaOf: null,
    clusterIdentifier: null,
    extendedSupport: true,
    tags: {},
    ...more,
  };
}
