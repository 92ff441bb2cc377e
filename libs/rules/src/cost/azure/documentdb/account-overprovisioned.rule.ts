import { type AzureDocumentdbDatabaseAccount, azureDocumentdbDatabaseAccountsReader } from '@vitrine/cloud-readers';
import { decimalText, exact } from '@vitrine/contracts';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { azureMetric } from '../azure-metric.js';

const windowDays = 30;
/** Capacity that is kept for each unit that the busiest hour used. */
const headroom = 2;
const metric = (name: string): MetricNeed<AzureDocumentdbDatabaseAccount> =>
  azureMetric({ namespace: 'Microsoft.DocumentDB/databaseAccounts', name, statistic: 'Maximum', windowDays, per: 'hour' });

export const azureDocumentdbAccountOverprovisionedRule = defineRule<AzureDocumentdbDatabaseAccount>({
  id: 'azure.documentdb.account-overprovisioned',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Cosmos DB account that provisions ten times what it uses',
  why: 'Provisioned request units are billed by the hour in every region, used or not.',
  verify:
    'az monitor metrics list --resource {resourceId} --metric NormalizedRUConsumption ProvisionedThroughput --aggregation Maximum --interval PT1H --offset 30d',
  remedy: {
    steps: [
      'Look which database or container holds the throughput.',
      'Lower its manual throughput, or switch it to autoscale, which pays above a manual one only where the average stays below 66 % of the peak.',
    ],
    rollback: 'Raise the throughput again; it takes effect at once.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'resize',
  needs: { item: azureDocumentdbDatabaseAccountsReader },
  lookups: {},
  metrics: { used: metric('NormalizedRUConsumption'), provisioned: { ...metric('ProvisionedThroughput'), higherMeans: 'spare' } },
  defaults: { usedPercent: 10, fewestUnits: 4000 },
  candidate({ item }) {
    if (item.serverless) return { verdict: 'not_applicable', because: 'serverless: billed by request' };
    if (item.freeTier === true) return { verdict: 'not_applicable', because: 'free tier: its first 1,000 request units are not billed' };
    return 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { used, provisioned } = metrics;
    if (used === undefined || provisioned === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const maxUsedPercent = Math.max(...used.values);
    const units = Math.min(...provisioned.values);
    const usedPercent = setting(settings, 'usedPercent');
    // Each container needs 400 units at least: small accounts may be at their floor already.
    if (maxUsedPercent >= usedPercent || units < setting(settings, 'fewestUnits')) return { verdict: 'pass' };
    const share = exact('1').minus(exact(maxUsedPercent).times(exact(headroom)).dividedBy(exact('100')));
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { maxUsedPercent, provisionedUnits: units, regions: item.regions, usedPercent, kind: item.kind },
      window: { start: used.start, end: used.end },
      formula: formula(
        `highest hourly NormalizedRUConsumption < ${String(usedPercent)} % over ${String(windowDays)} days; of the bill the share (1 − ${String(headroom)} × the highest use) is counted`,
      ),
      assumptions: [
        'NormalizedRUConsumption is the busiest partition’s share, so twice of it is enough for all others.',
        'Storage is on the same bill and stays: the share is an upper estimate where storage is large.',
        'Autoscale throughput is billed by its hourly peak, at least a tenth of its maximum; there less can be saved.',
      ],
      cost: { kind: 'share', share: decimalText(share), meters: null, list: [] },
    };
  },
});
