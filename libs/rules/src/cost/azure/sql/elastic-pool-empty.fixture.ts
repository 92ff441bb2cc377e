import type { AzureSqlDatabase, AzureSqlElasticPool } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const pool = (more: Partial<AzureSqlElasticPool> = {}): AzureSqlElasticPool => ({
  ...armCase('Microsoft.Sql/servers/shop-sql/elasticPools', 'pool-001'),
  skuName: 'StandardPool',
  skuTier: 'Standard',
  capacity: 100,
  state: 'Ready',
  creationDate: '2026-01-01T00:00:00.000Z',
  ...more,
});
const database = (elasticPoolId: string): AzureSqlDatabase => ({
  ...armCase('Microsoft.Sql/servers/shop-sql/databases', 'orders'),
  kind: 'v12.0,user,pool',
  skuName: 'ElasticPool',
  skuTier: 'Standard',
  capacity: 0,
  status: 'Online',
  creationDate: '2026-01-01T00:00:00.000Z',
  elasticPoolId,
  secondaryType: null,
});

export const azureSqlElasticPoolEmptyFixture: RuleFixture<AzureSqlElasticPool> = {
  fail: [
    { title: 'no database', item: pool(), facts: { databases: 0 } },
    { title: 'databases of another pool', item: pool(), lookups: { databases: [database('/subscriptions/x/other')] } },
  ],
  pass: [
    { title: 'a database shares it, named in other letters', item: pool(), lookups: { databases: [database(pool().id.toUpperCase())] } },
    { title: 'made this week', item: pool({ creationDate: '2026-11-19T00:00:00.000Z' }) },
  ],
  notApplicable: [],
  undetermined: [{ title: 'no creation time', item: pool({ creationDate: null }), reason: 'unparsable' }],
};
