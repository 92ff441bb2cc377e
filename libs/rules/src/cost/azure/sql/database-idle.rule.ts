import { type AzureSqlDatabase, azureSqlDatabasesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { azureMetric, sumOf } from '../azure-metric.js';
import { notBilledApart } from './database-kind.js';

const windowDays = 14;

export const azureSqlDatabaseIdleRule = defineRule<AzureSqlDatabase>({
  id: 'azure.sql.database-idle',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'SQL database that nobody connects to',
  why: 'A provisioned database is billed by the hour for its size, whether or not anybody asks it.',
  verify: 'az monitor metrics list --resource {resourceId} --metric connection_successful --aggregation Total --interval P1D --offset 14d',
  remedy: {
    steps: ['Ask the owner (tags) whether the data is still needed.', 'Export the database (bacpac) or rely on its long-term backups.', 'Delete it.'],
    rollback: 'Restore it from the export, or from the server’s backups within their retention.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: azureSqlDatabasesReader },
  lookups: {},
  metrics: {
    connections: azureMetric({ namespace: 'Microsoft.Sql/servers/databases', name: 'connection_successful', statistic: 'Sum', windowDays, per: 'day' }),
  },
  defaults: {},
  candidate({ item, at }) {
    const left = notBilledApart(item);
    if (left !== null) return left;
    const ageDays = daysSince(item.creationDate, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationDate: item.creationDate } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics }) {
    const { connections } = metrics;
    if (connections === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (sumOf(connections.values) > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { connections: 0, skuName: item.skuName, skuTier: item.skuTier, capacity: item.capacity, coverage: connections.coverage },
      window: { start: connections.start, end: connections.end },
      formula: formula(`Σ connection_successful = 0 over ${String(windowDays)} days`),
      assumptions: ['Azure reports no datapoint where monitoring was silent, so only days that really say 0 are counted.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
