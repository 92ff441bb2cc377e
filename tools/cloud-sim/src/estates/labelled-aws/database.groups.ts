import { groupsOf, type LabelledGroup } from './labelled-group.js';

const na = 'not_applicable';
const young = 'undetermined too_young';
const unmeasured = 'undetermined no_metrics';
const unknown = 'fail unknown';
const twice = { instanceClass: 'db.m6g.xlarge', dailyCost: '8.2' } as const;
const old = { instanceClass: 'db.m5.xlarge', dailyCost: '8.2' } as const;

const databaseRules = [
  ...(['aws.rds.db-instance-idle', 'aws.rds.db-instance-oversized', 'aws.rds.db-instance-extended-support'] as const),
  ...(['aws.rds.db-instance-generation-superseded', 'aws.rds.db-instance-off-hours'] as const),
];

/** Hours are priced by the list where only they shrink, since Cost Explorer names no meter beside a database. */
const databases = groupsOf('databases', databaseRules, [
  [{ situation: 'used', count: 5, dailyCost: '4.272' }, 'pass', na, 'pass', 'pass', na],
  [{ situation: 'used', count: 2, ...twice }, 'pass', 'pass', 'pass', 'pass', na],
  [{ situation: 'idle', count: 2, dailyCost: '4.272' }, 'fail 130.04', na, 'pass', 'pass', na],
  [{ situation: 'idle', count: 1, multiAz: true, dailyCost: '8.544' }, 'fail 260.08', na, 'pass', 'pass', na],
  // 730 hours × (0.356 − 0.318); what nobody connects to is not too large as well.
  [{ situation: 'idle', count: 1, ...old }, 'fail 249.61', na, 'pass', 'fail 27.74', na],
  [{ situation: 'idle', count: 1, dailyCost: '4.272', tags: { env: 'dev' } }, 'fail 130.04', na, 'pass', 'pass', na],
  [{ situation: 'idle-young', count: 1, ...twice }, young, young, 'pass', 'pass', na],
  [{ situation: 'no-metrics', count: 1, ...twice }, unmeasured, unmeasured, 'pass', 'pass', na],
  [{ situation: 'no-metrics', count: 1, tags: { stage: 'test' } }, unmeasured, na, 'pass', 'pass', unmeasured],
  [{ situation: 'read-replica', count: 1, ...twice }, na, na, 'pass', 'pass', na],
  [{ situation: 'stopped', count: 1, dailyCost: '0.38' }, na, na, 'pass', na, na],
  // 730 hours × (0.318 − 0.159), and × (0.356 − 0.178).
  [{ situation: 'oversized', count: 2, ...twice }, 'pass', 'fail 116.07', 'pass', 'pass', na],
  [{ situation: 'oversized', count: 1, ...old }, 'pass', 'fail 129.94', 'pass', 'fail 27.74', na],
  [{ situation: 'oversized', count: 1, ...twice, engine: 'sqlserver-se', engineVersion: '16.00' }, 'pass', na, na, na, na],
  [{ situation: 'oversized', count: 1, instanceClass: 'db.t4g.large', dailyCost: '3.1' }, 'pass', na, 'pass', 'pass', na],
  [{ situation: 'old-generation', count: 2, instanceClass: 'db.m5.large', dailyCost: '4.6' }, 'pass', na, 'pass', 'fail 13.87', na],
  // No calendar says when version 11 ended, and not all of it runs on the newer machines.
  [
    { situation: 'old-generation', count: 1, instanceClass: 'db.m5.large', engineVersion: '11.22', dailyCost: '4.6' },
    'pass',
    na,
    'undetermined unavailable',
    na,
    na,
  ],
  // Ours has no opinion on it; the advice stands alone.
  [{ situation: 'used', count: 1, ...twice, advised: { action: 'MigrateToGraviton', saving: 12.25, costAfter: 237 } }, 'pass', 'pass', 'pass', 'pass', na],
  // What extended support costs stands on the bill by meter only.
  [{ situation: 'extended-support', count: 2, dailyCost: '9.2' }, 'pass', na, unknown, 'pass', na],
  [{ situation: 'near-the-end', count: 1, dailyCost: '4.2' }, 'pass', na, unknown, 'pass', na],
  [{ situation: 'upgraded-by-policy', count: 1, dailyCost: '4.2' }, 'pass', na, na, 'pass', na],
  [{ situation: 'used', count: 1, engine: 'mysql', engineVersion: '5.7.44', dailyCost: '6.1' }, 'pass', na, unknown, 'pass', na],
  [{ situation: 'used', count: 1, engine: 'mysql', engineVersion: '8.0.36', dailyCost: '4.2' }, 'pass', na, 'pass', 'pass', na],
  [{ situation: 'used', count: 1, engine: 'mariadb', engineVersion: '10.6.16', dailyCost: '4.2' }, 'pass', na, na, 'pass', na],
  // 730 hours × 0.159 × 105 ÷ 168.
  [{ situation: 'off-hours', count: 2, dailyCost: '4.272', tags: { environment: 'staging' } }, 'pass', na, 'pass', 'pass', 'fail 72.54'],
  [{ situation: 'off-hours', count: 1, dailyCost: '4.272' }, 'pass', na, 'pass', 'pass', na],
]);

export const databaseGroups: readonly LabelledGroup[] = [
  ...databases,
  ...groupsOf(
    'databaseSnapshots',
    ['aws.rds.db-snapshot-orphan'],
    [
      [{ situation: 'of-live-database', count: 2, dailyCost: '0.31' }, 'pass'],
      [{ situation: 'orphan', count: 3, dailyCost: '0.31' }, 'fail 9.44'],
      [{ situation: 'orphan-young', count: 1, dailyCost: '0.31' }, 'pass'],
      [{ situation: 'automated', count: 2 }, na],
      [{ situation: 'aws-backup', count: 1, dailyCost: '0.31' }, na],
    ],
  ),
  ...groupsOf(
    'cacheClusters',
    ['aws.elasticache.cache-cluster-idle', 'aws.elasticache.cache-cluster-oversized'],
    [
      [{ situation: 'used', count: 2, dailyCost: '4.944' }, 'pass', na],
      [{ situation: 'used', count: 1, nodeType: 'cache.r6g.xlarge', dailyCost: '9.888' }, 'pass', 'pass'],
      // Only written to: it shows neither hits nor misses, but connections.
      [{ situation: 'queue', count: 1, dailyCost: '4.944' }, 'pass', na],
      [{ situation: 'idle', count: 2, dailyCost: '4.944' }, 'fail 150.50', na],
      [{ situation: 'idle', count: 1, nodeType: 'cache.r6g.xlarge', dailyCost: '9.888' }, 'fail 300.99', na],
      [{ situation: 'idle-young', count: 1, dailyCost: '4.944' }, young, na],
      [{ situation: 'no-metrics', count: 1, nodeType: 'cache.r6g.xlarge', dailyCost: '9.888' }, unmeasured, unmeasured],
      [{ situation: 'memcached', count: 1, dailyCost: '0.408' }, unmeasured, na],
      [{ situation: 'oversized', count: 2, nodeType: 'cache.r6g.xlarge', dailyCost: '9.888' }, 'pass', 'fail 150.50'],
    ],
  ),
  ...groupsOf(
    'warehouses',
    ['aws.redshift.cluster-idle'],
    [
      [{ situation: 'used', count: 1, dailyCost: '52.128' }, 'pass'],
      [{ situation: 'idle', count: 1, dailyCost: '52.128' }, 'fail 1586.78'],
      [{ situation: 'loading', count: 1, dailyCost: '52.128' }, 'pass'],
      [{ situation: 'idle-young', count: 1, dailyCost: '52.128' }, young],
      [{ situation: 'no-metrics', count: 1, dailyCost: '52.128' }, unmeasured],
      [{ situation: 'paused', count: 1, dailyCost: '0.6' }, na],
    ],
  ),
  // Capacity is a meter of a table, which Cost Explorer does not name.
  ...groupsOf(
    'tables',
    ['aws.dynamodb.table-idle', 'aws.dynamodb.table-overprovisioned'],
    [
      [{ situation: 'used', count: 2, dailyCost: '1.872' }, 'pass', 'pass'],
      [{ situation: 'idle', count: 2, dailyCost: '1.872' }, unknown, na],
      [{ situation: 'idle-young', count: 1, dailyCost: '1.872' }, young, young],
      [{ situation: 'idle-with-index', count: 1, dailyCost: '1.872' }, unmeasured, na],
      [{ situation: 'no-metrics', count: 1, dailyCost: '1.872' }, unmeasured, unmeasured],
      [{ situation: 'overprovisioned', count: 2, dailyCost: '1.872' }, 'pass', unknown],
      [{ situation: 'overprovisioned-scaling', count: 1, dailyCost: '1.872' }, 'pass', 'pass'],
      [{ situation: 'on-demand', count: 1, dailyCost: '0.4' }, na, na],
    ],
  ),
];
