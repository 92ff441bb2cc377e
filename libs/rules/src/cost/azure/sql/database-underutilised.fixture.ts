import type { AzureSqlDatabase } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { databaseCase } from '../../../testing/azure-database-case.js';

const quiet = { cpu: [4, 18], reads: [2], log: [1], connections: [40] };

export const azureSqlDatabaseUnderutilisedFixture: RuleFixture<AzureSqlDatabase> = {
  fail: [
    { title: 'a database sold by DTU', item: databaseCase(), metrics: quiet, facts: { p99CpuPercent: 18 } },
    { title: 'a database sold by processor', item: databaseCase({ skuName: 'GP_Gen5', skuTier: 'GeneralPurpose', capacity: 8 }), metrics: quiet },
  ],
  pass: [
    { title: 'its processor is needed', item: databaseCase(), metrics: { ...quiet, cpu: [4, 70] } },
    { title: 'its log is needed, though the processor rests', item: databaseCase(), metrics: { ...quiet, log: [55] } },
    { title: 'its reads are needed', item: databaseCase(), metrics: { ...quiet, reads: [41] } },
  ],
  notApplicable: [
    { title: 'master', item: databaseCase({ name: 'master', kind: 'v12.0,system' }), metrics: quiet, because: /own database/ },
    { title: 'member of a pool', item: databaseCase({ elasticPoolId: '/subscriptions/x/pool' }), metrics: quiet, because: /pool/ },
    { title: 'geo-replica: must keep up with its primary', item: databaseCase({ secondaryType: 'Geo' }), metrics: quiet, because: /replica/ },
    { title: 'serverless', item: databaseCase({ skuName: 'GP_S_Gen5', skuTier: 'GeneralPurpose' }), metrics: quiet, because: /serverless/ },
    { title: 'paused', item: databaseCase({ status: 'Paused' }), metrics: quiet, because: /paused/ },
    { title: 'the smallest size', item: databaseCase({ skuName: 'Basic', skuTier: 'Basic', capacity: 5 }), metrics: quiet, because: /smallest/ },
    { title: 'nobody connects: another finding', item: databaseCase(), metrics: { ...quiet, connections: [0] }, because: /database-idle/ },
  ],
  undetermined: [
    { title: 'no datapoints', item: databaseCase(), metrics: { cpu: [], reads: [], log: [], connections: [] }, reason: 'no_metrics' },
    { title: 'younger than the window', item: databaseCase({ creationDate: '2026-11-01T00:00:00.000Z' }), metrics: quiet, reason: 'too_young' },
    { title: 'no creation time', item: databaseCase({ creationDate: null }), metrics: quiet, reason: 'unparsable' },
    { title: 'no tier', item: databaseCase({ skuTier: null }), metrics: quiet, reason: 'unavailable' },
  ],
};
