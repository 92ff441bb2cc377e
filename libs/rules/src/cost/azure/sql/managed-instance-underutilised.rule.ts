import { type AzureSqlManagedInstance, azureSqlManagedInstancesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { azureMetric } from '../azure-metric.js';

const windowDays = 30;
const fewestVCores = 4;

export const azureSqlManagedInstanceUnderutilisedRule = defineRule<AzureSqlManagedInstance>({
  id: 'azure.sql.managed-instance-underutilised',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'SQL managed instance twice as large as its work',
  why: 'An instance whose processor stays below 40 % in 99 of 100 hours would do its work with half the vCores.',
  verify: 'az monitor metrics list --resource {resourceId} --metric avg_cpu_percent --aggregation Maximum --interval PT1H --offset 30d',
  remedy: {
    steps: [
      'Look at the memory of the instance: it halves with the vCores, and Azure does not report how much is used.',
      'Scale the instance to half its vCores; it takes hours, and connections drop once at the end.',
    ],
    rollback: 'Scale it back the same way.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: azureSqlManagedInstancesReader },
  lookups: {},
  metrics: { cpu: azureMetric({ namespace: 'Microsoft.Sql/managedInstances', name: 'avg_cpu_percent', statistic: 'Maximum', windowDays, per: 'hour' }) },
  defaults: { cpuPercent: 40 },
  candidate({ item }) {
    if (item.state?.toLowerCase() === 'stopped') return { verdict: 'not_applicable', because: 'stopped: no compute is billed' };
    if (item.instancePoolId !== null) return { verdict: 'not_applicable', because: 'member of an instance pool, which is billed as a whole' };
    if (item.vCores === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { vCores: null } };
    if (item.vCores <= fewestVCores) return { verdict: 'not_applicable', because: 'the smallest size' };
    return 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { cpu } = metrics;
    if (cpu === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const p99CpuPercent = percentile(cpu.values, 99);
    const cpuPercent = setting(settings, 'cpuPercent');
    if (p99CpuPercent >= cpuPercent) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { skuName: item.skuName, vCores: item.vCores, p99CpuPercent, cpuPercent, memory: 'unknown' },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(`P99 of hourly avg_cpu_percent < ${String(cpuPercent)} % over ${String(windowDays)} days; half of the bill is counted`),
      assumptions: ['Half the vCores cost half; storage is billed apart and stays, so this is an upper estimate where storage is large.', 'Memory is unknown.'],
      cost: { kind: 'share', share: '0.5', meters: null, list: [] },
    };
  },
});
