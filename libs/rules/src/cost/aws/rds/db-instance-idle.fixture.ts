import type { AwsRdsDbInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const database = (more: Partial<AwsRdsDbInstance> = {}): AwsRdsDbInstance => ({
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
  ...more,
});

export const awsRdsDbInstanceIdleFixture: RuleFixture<AwsRdsDbInstance> = {
  fail: [
    { title: 'not a connection for two weeks', item: database(), metrics: { connections: [0] }, facts: { maxConnections: 0, engine: 'postgres' } },
    { title: 'Multi-AZ: its bill is the double one', item: database({ multiAz: true }), metrics: { connections: [0] }, facts: { multiAz: true } },
    {
      title: 'a pooler that the organization knows keeps one session',
      item: database(),
      metrics: { connections: [1] },
      settings: { connections: 1 },
      facts: { maxConnections: 1 },
    },
  ],
  pass: [
    { title: 'one session on one day', item: database(), metrics: { connections: [0, 0, 1] } },
    { title: 'a pooler that nobody named', item: database(), metrics: { connections: [2] } },
  ],
  notApplicable: [
    { title: 'stopped', item: database({ state: 'stopped' }), because: /stopped/ },
    { title: 'read replica that waits for a failure', item: database({ readReplicaOf: 'shop-main' }), because: /read replica/ },
    { title: 'kept by a backup service', item: database({ tags: { 'aws:backup:source-resource': 'x' } }), because: /backup/ },
  ],
  undetermined: [
    { title: 'no datapoints are not zero connections', item: database(), reason: 'no_metrics' },
    { title: 'another engine that writes its metrics elsewhere', item: database({ engine: 'docdb' }), metrics: { connections: [] }, reason: 'no_metrics' },
    { title: 'younger than the window', item: database({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: { connections: [0] }, reason: 'too_young' },
    { title: 'no creation time yet', item: database({ createTime: null }), metrics: { connections: [0] }, reason: 'unparsable' },
  ],
};
