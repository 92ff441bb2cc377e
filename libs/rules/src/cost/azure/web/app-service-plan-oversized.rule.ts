import { type AzureWebAppServicePlan, azureWebAppServicePlansReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { azureMetric } from '../azure-metric.js';
import { freeTiers } from './plan-tiers.js';

const windowDays = 30;
const metric = (name: string): ReturnType<typeof azureMetric<AzureWebAppServicePlan>> =>
  azureMetric({ namespace: 'Microsoft.Web/serverfarms', name, statistic: 'Maximum', windowDays, per: 'hour' });

export const azureWebAppServicePlanOversizedRule = defineRule<AzureWebAppServicePlan>({
  id: 'azure.web.app-service-plan-oversized',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'App Service plan twice as large as its work',
  why: 'A plan whose processor stays below 30 % and whose memory stays below half in 99 of 100 hours would do its work on half of it.',
  verify: 'az monitor metrics list --resource {resourceId} --metric CpuPercentage MemoryPercentage --aggregation Maximum --interval PT1H --offset 30d',
  remedy: {
    steps: [
      'Ask the owner about peaks of the year that a month does not show.',
      'Halve the number of instances, or change to the next smaller size of the tier.',
    ],
    rollback: 'Change the plan back: it takes effect within minutes.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'resize',
  needs: { item: azureWebAppServicePlansReader },
  lookups: {},
  metrics: { cpu: metric('CpuPercentage'), memory: metric('MemoryPercentage') },
  defaults: { cpuPercent: 30, memoryPercent: 50 },
  candidate({ item }) {
    const tier = item.skuTier?.toLowerCase() ?? null;
    if (tier === null || item.numberOfSites === null)
      return { verdict: 'undetermined', reason: 'unavailable', facts: { skuTier: item.skuTier, numberOfSites: item.numberOfSites } };
    if (freeTiers.includes(tier)) return { verdict: 'not_applicable', because: `tier ${item.skuTier ?? ''} is not sold by the instance` };
    if (item.hostingEnvironmentId !== null) return { verdict: 'not_applicable', because: 'in an App Service Environment, which is billed as a whole' };
    if (item.numberOfSites === 0) return { verdict: 'not_applicable', because: 'no site at all: judged by azure.web.app-service-plan-empty' };
    if (item.zoneRedundant === true) return { verdict: 'not_applicable', because: 'spread over zones, which sets its number of instances' };
    // One instance of the smallest size cannot be halved.
    if ((item.capacity ?? 1) < 2 && /^[a-z]+1(?!\d)/i.test(item.skuName ?? ''))
      return { verdict: 'not_applicable', because: 'one instance of the smallest size' };
    return 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { cpu, memory } = metrics;
    if (cpu === undefined || memory === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const p99CpuPercent = percentile(cpu.values, 99);
    const p99MemoryPercent = percentile(memory.values, 99);
    const cpuPercent = setting(settings, 'cpuPercent');
    const memoryPercent = setting(settings, 'memoryPercent');
    if (p99CpuPercent >= cpuPercent || p99MemoryPercent >= memoryPercent) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { skuName: item.skuName, capacity: item.capacity, p99CpuPercent, p99MemoryPercent, cpuPercent, memoryPercent },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(
        `P99 of hourly CpuPercentage < ${String(cpuPercent)} % and of MemoryPercentage < ${String(memoryPercent)} % over ${String(windowDays)} days; half of the bill is counted`,
      ),
      assumptions: ['Half the instances, or the next smaller size, costs half.', 'Deployment slots share the plan; their load is in these metrics.'],
      cost: { kind: 'share', share: '0.5', meters: null, list: [] },
    };
  },
});
