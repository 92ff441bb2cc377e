import { type AzureSqlDatabase, azureSqlDatabasesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { azureMetric, sumOf } from '../azure-metric.js';
import { notBilledApart } from './database-kind.js';

const windowDays = 30;
const namespace = 'Microsoft.Sql/servers/databases';
const metric = (name: string, statistic: 'Maximum' | 'Sum'): ReturnType<typeof azureMetric<AzureSqlDatabase>> =>
  azureMetric({ namespace, name, statistic, windowDays, per: 'hour' });
/** The smallest size of each tier: there is nothing below it. */
const smallest = (database: AzureSqlDatabase): boolean =>
  database.skuTier?.toLowerCase() === 'basic' || (database.capacity ?? 0) <= (['standard', 'premium'].includes(database.skuTier?.toLowerCase() ?? '') ? 10 : 2);

export const azureSqlDatabaseUnderutilisedRule = defineRule<AzureSqlDatabase>({
  id: 'azure.sql.database-underutilised',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'SQL database twice as large as its work',
  why: 'A database whose processor, reads and log stay below 40 % in 99 of 100 hours would do its work on half the size.',
  verify:
    'az monitor metrics list --resource {resourceId} --metric cpu_percent physical_data_read_percent log_write_percent --aggregation Maximum --interval PT1H --offset 30d',
  remedy: {
    steps: ['Ask the owner about peaks of the year that a month does not show.', 'Scale the database to half its DTU or vCores; connections drop for seconds.'],
    rollback: 'Scale it back; connections drop for seconds.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: azureSqlDatabasesReader },
  lookups: {},
  metrics: {
    cpu: metric('cpu_percent', 'Maximum'),
    reads: metric('physical_data_read_percent', 'Maximum'),
    log: metric('log_write_percent', 'Maximum'),
    connections: metric('connection_successful', 'Sum'),
  },
  defaults: { usedPercent: 40 },
  candidate({ item, at }) {
    const left = notBilledApart(item);
    if (left !== null) return left;
    if (smallest(item)) return { verdict: 'not_applicable', because: 'the smallest size of its tier' };
    const ageDays = daysSince(item.creationDate, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationDate: item.creationDate } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { cpu, reads, log, connections } = metrics;
    if (cpu === undefined || reads === undefined || log === undefined || connections === undefined)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (sumOf(connections.values) === 0) return { verdict: 'not_applicable', because: 'nobody connects: judged by azure.sql.database-idle' };
    const facts = {
      p99CpuPercent: percentile(cpu.values, 99),
      p99ReadPercent: percentile(reads.values, 99),
      p99LogPercent: percentile(log.values, 99),
    };
    const usedPercent = setting(settings, 'usedPercent');
    if (Math.max(facts.p99CpuPercent, facts.p99ReadPercent, facts.p99LogPercent) >= usedPercent) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { skuName: item.skuName, skuTier: item.skuTier, capacity: item.capacity, ...facts, usedPercent },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(
        `P99 of hourly processor, read and log use each < ${String(usedPercent)} % over ${String(windowDays)} days; half of the bill is counted`,
      ),
      assumptions: [
        'The DTU share of a database is the greatest of these three, and sizes sold by processor report them too.',
        'Half the size costs half; storage above what the size includes stays billed.',
      ],
      cost: { kind: 'share', share: '0.5', meters: null, list: [] },
    };
  },
});
