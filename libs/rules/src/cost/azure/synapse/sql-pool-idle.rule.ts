import { type AzureSynapseSqlPool, azureSynapseSqlPoolsReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { azureMetric, sumOf } from '../azure-metric.js';

const windowDays = 14;

export const azureSynapseSqlPoolIdleRule = defineRule<AzureSynapseSqlPool>({
  id: 'azure.synapse.sql-pool-idle',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Dedicated SQL pool that runs and does nothing',
  why: 'A dedicated pool is billed by the hour while it is online; paused it costs only its storage.',
  verify: 'az monitor metrics list --resource {resourceId} --metric DWUUsedPercent --aggregation Maximum --interval PT1H --offset 14d',
  remedy: {
    steps: ['Ask the owner (tags) when it is needed.', 'Pause the pool, and pause it by schedule outside its hours.'],
    rollback: 'Resume the pool; it takes minutes.',
  },
  severity: 'high',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureSynapseSqlPoolsReader },
  lookups: {},
  metrics: { used: azureMetric({ namespace: 'Microsoft.Synapse/workspaces/sqlPools', name: 'DWUUsedPercent', statistic: 'Maximum', windowDays, per: 'hour' }) },
  defaults: {},
  candidate({ item, at }) {
    if (item.status === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { status: null } };
    if (item.status.toLowerCase() !== 'online') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    const ageDays = daysSince(item.creationDate, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationDate: item.creationDate } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics }) {
    const { used } = metrics;
    if (used === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (sumOf(used.values) > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { skuName: item.skuName, status: item.status, usedPercent: 0, coverage: used.coverage },
      window: { start: used.start, end: used.end },
      formula: formula(`DWUUsedPercent = 0 in every hour over ${String(windowDays)} days, while online`),
      assumptions: ['Storage stays billed while the pool is paused; where it is on the same bill the saving is an upper estimate.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
