import { type AzureComputeAttachedDisk, azureComputeAttachedDisksReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { setting } from '../../../engine/settings.js';
import { azureMetric } from '../azure-metric.js';
import { diskPriceKeys } from '../price-keys.js';

const windowDays = 30;
const mib = 1024 ** 2;
const metric = (name: string): MetricNeed<AzureComputeAttachedDisk> =>
  azureMetric({ namespace: 'Microsoft.Compute/disks', name, statistic: 'Maximum', windowDays, per: 'hour' });

export const azureComputeDiskPremiumUnderusedRule = defineRule<AzureComputeAttachedDisk>({
  id: 'azure.compute.disk-premium-underused',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Premium disk that uses hardly any of its speed',
  why: 'Premium disks are paid for their speed; one that never uses 5 % of it would do the same on a Standard SSD.',
  verify:
    'az monitor metrics list --resource {resourceId} --metric "Composite Disk Read Operations/sec" "Composite Disk Write Operations/sec" --aggregation Maximum --interval PT1H --offset 30d',
  remedy: {
    steps: [
      'Check that no agreement on the machine’s availability rests on it: the promise for a single machine needs premium disks throughout.',
      'Deallocate the machine, change the disk to Standard SSD, start it.',
    ],
    rollback: 'Change the disk back to Premium, twice a day at most.',
  },
  severity: 'medium',
  effort: 'Medium',
  actionGroup: 'modernise',
  needs: { item: azureComputeAttachedDisksReader },
  lookups: {},
  metrics: {
    readOperations: metric('Composite Disk Read Operations/sec'),
    writeOperations: metric('Composite Disk Write Operations/sec'),
    readBytes: metric('Composite Disk Read Bytes/sec'),
    writeBytes: metric('Composite Disk Write Bytes/sec'),
  },
  defaults: { usedPercent: 5, smallestGib: 256 },
  candidate({ item, at, settings }) {
    if (item.osType !== null) return { verdict: 'not_applicable', because: 'holds an operating system, whose start would be slower' };
    if ((item.maxShares ?? 1) > 1) return { verdict: 'not_applicable', because: 'shared by several machines, which Standard SSD of its size cannot always be' };
    if (item.burstingEnabled === true) return { verdict: 'not_applicable', because: 'bursting on demand is switched on: its speed is bought for bursts' };
    if (item.sizeGb === null || item.iops === null || item.mbps === null)
      return { verdict: 'undetermined', reason: 'unavailable', facts: { sizeGb: item.sizeGb, iops: item.iops, mbps: item.mbps } };
    if (item.sizeGb < setting(settings, 'smallestGib')) return { verdict: 'not_applicable', because: 'so small that a cheaper kind saves little' };
    const ageDays = daysSince(item.timeCreated, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { timeCreated: item.timeCreated } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { readOperations, writeOperations, readBytes, writeBytes } = metrics;
    if (readOperations === undefined || writeOperations === undefined || readBytes === undefined || writeBytes === undefined)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const usedPercent = setting(settings, 'usedPercent');
    // Reads and writes at their highest, as if at once: more than was ever seen together.
    const iops = Math.max(...readOperations.values) + Math.max(...writeOperations.values);
    const mbps = (Math.max(...readBytes.values) + Math.max(...writeBytes.values)) / mib;
    const iopsPercent = (iops / (item.iops ?? 1)) * 100;
    const mbpsPercent = (mbps / (item.mbps ?? 1)) * 100;
    if (iopsPercent >= usedPercent || mbpsPercent >= usedPercent) return { verdict: 'pass' };
    const region = identity.region ?? '';
    const target = { skuName: (item.skuName ?? '').replace(/^Premium_/, 'StandardSSD_'), sizeGb: item.sizeGb, tier: null };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { skuName: item.skuName, sizeGb: item.sizeGb, iops: item.iops, mbps: item.mbps, iopsPercent, mbpsPercent, usedPercent, target: target.skuName },
      window: { start: readOperations.start, end: readOperations.end },
      formula: `highest reads + highest writes < ${String(usedPercent)} % of the disk’s IOPS and of its MB/s over ${String(windowDays)} days; saving = bill × (1 − list price as Standard SSD ÷ list price today)`,
      assumptions: [
        'Datapoints are the highest of each hour; latency below that of Standard SSD is not weighed.',
        'Operations on Standard SSD are billed apart up to a daily cap and are not counted.',
        'Disks below 256 GiB are not looked at.',
      ],
      cost: { kind: 'ratio', list: diskPriceKeys(item, region), target: diskPriceKeys(target, region) },
    };
  },
});
