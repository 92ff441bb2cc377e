import { type AzureSqlElasticPool, azureSqlDatabasesReader, azureSqlElasticPoolsReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { armKey } from '../arm-reference.js';

export const azureSqlElasticPoolEmptyRule = defineRule<AzureSqlElasticPool>({
  id: 'azure.sql.elastic-pool-empty',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'SQL elastic pool without a database',
  why: 'A pool is billed for the capacity that its databases may share, also when there is none.',
  verify: 'az sql elastic-pool show --ids {resourceId} --query "[state,sku.name,sku.capacity,creationDate]"',
  remedy: {
    steps: ['Check that no database is about to move in.', 'Delete the pool.'],
    rollback: 'Create a pool of the same size on the same server.',
  },
  severity: 'medium',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureSqlElasticPoolsReader },
  lookups: {
    databases: lookup({
      reader: azureSqlDatabasesReader,
      keys: (database) => (database.elasticPoolId === null ? [] : [{ key: armKey(database.elasticPoolId) }]),
      ask: (pool: AzureSqlElasticPool) => [armKey(pool.id)],
    }),
  },
  metrics: {},
  defaults: { graceDays: 7 },
  evaluate({ item, lookups, at, settings }) {
    const ageDays = daysSince(item.creationDate, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationDate: item.creationDate } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    if (lookups['databases']?.has(armKey(item.id)) === true) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { databases: 0, skuName: item.skuName, capacity: item.capacity, ageDays, graceDays },
      window: null,
      formula: formula(`no database names the pool, and the pool is ≥ ${String(graceDays)} days old`),
      assumptions: ['The state at the time of the audit is judged; severity stays at most medium until two audits 24 hours apart have seen it.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
