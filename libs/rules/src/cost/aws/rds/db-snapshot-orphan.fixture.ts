import type { AwsRdsDbInstance, AwsRdsDbSnapshot } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const snapshot = (more: Partial<AwsRdsDbSnapshot> = {}): AwsRdsDbSnapshot => ({
  dbSnapshotIdentifier: 'final-shop',
  dbSnapshotArn: 'arn:aws:rds:eu-central-1:111122223333:snapshot:final-shop',
  dbInstanceIdentifier: 'shop',
  createTime: '2026-08-01T08:00:00.000Z',
  snapshotType: 'manual',
  state: 'available',
  storageGib: 100,
  tags: {},
  ...more,
});
const database: AwsRdsDbInstance = {
  dbInstanceIdentifier: 'shop',
  dbInstanceArn: 'arn:aws:rds:eu-central-1:111122223333:db:shop',
  dbInstanceClass: 'db.m5.large',
  engine: 'postgres',
  engineVersion: '16.4',
  state: 'available',
  createTime: '2026-01-01T08:00:00.000Z',
  multiAz: false,
  storageType: 'gp3',
  storageGib: 100,
  readReplicaOf: null,
  clusterIdentifier: null,
  extendedSupport: null,
  tags: {},
};

export const awsRdsDbSnapshotOrphanFixture: RuleFixture<AwsRdsDbSnapshot> = {
  fail: [
    { title: 'its database is gone', item: snapshot(), facts: { sourceExists: false, ageDays: 112 } },
    { title: 'a database of another name is not its own', item: snapshot(), lookups: { databases: [{ ...database, dbInstanceIdentifier: 'shop2' }] } },
  ],
  pass: [
    { title: 'its database lives', item: snapshot(), lookups: { databases: [database] } },
    { title: 'taken this month', item: snapshot({ createTime: '2026-11-10T00:00:00.000Z' }) },
  ],
  notApplicable: [
    { title: 'automated: RDS deletes it', item: snapshot({ snapshotType: 'automated' }), because: /automated/ },
    { title: 'of AWS Backup', item: snapshot({ snapshotType: 'awsbackup' }), because: /awsbackup/ },
    { title: 'being made', item: snapshot({ state: 'creating' }), because: /creating/ },
  ],
  undetermined: [{ title: 'no creation time', item: snapshot({ createTime: null }), reason: 'unparsable' }],
};
