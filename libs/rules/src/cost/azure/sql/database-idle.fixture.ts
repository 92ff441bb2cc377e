import type { AzureSqlDatabase } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { databaseCase } from '../../../testing/azure-database-case.js';

const idle = { connections: [0] };

export const azureSqlDatabaseIdleFixture: RuleFixture<AzureSqlDatabase> = {
  fail: [{ title: 'no connection in two weeks', item: databaseCase(), metrics: idle, facts: { connections: 0 } }],
  pass: [{ title: 'one connection in two weeks', item: databaseCase(), metrics: { connections: [...Array.from({ length: 13 }, () => 0), 1] } }],
  notApplicable: [
    { title: 'master', item: databaseCase({ name: 'master', kind: 'v12.0,system' }), metrics: idle, because: /own database/ },
    { title: 'member of a pool', item: databaseCase({ elasticPoolId: '/subscriptions/x/pool' }), metrics: idle, because: /pool/ },
    { title: 'geo-replica, kept for disaster recovery', item: databaseCase({ secondaryType: 'Geo' }), metrics: idle, because: /replica/ },
    { title: 'serverless', item: databaseCase({ kind: 'v12.0,user,vcore,serverless', skuName: 'GP_S_Gen5' }), metrics: idle, because: /serverless/ },
    { title: 'paused', item: databaseCase({ status: 'Paused' }), metrics: idle, because: /paused/ },
  ],
  undetermined: [
    { title: 'no datapoint is not idleness', item: databaseCase(), metrics: { connections: [] }, reason: 'no_metrics' },
    { title: 'younger than the window', item: databaseCase({ creationDate: '2026-11-15T00:00:00.000Z' }), metrics: idle, reason: 'too_young' },
    { title: 'no creation time', item: databaseCase({ creationDate: null }), metrics: idle, reason: 'unparsable' },
    { title: 'no tier', item: databaseCase({ skuTier: null }), metrics: idle, reason: 'unavailable' },
  ],
};
