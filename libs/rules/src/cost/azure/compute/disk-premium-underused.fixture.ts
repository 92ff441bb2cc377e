import type { AzureComputeAttachedDisk } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const disk = (more: Partial<AzureComputeAttachedDisk> = {}): AzureComputeAttachedDisk => ({
  ...armCase('Microsoft.Compute/disks', 'archive-001'),
  managedBy: '/subscriptions/x/vm',
  skuName: 'Premium_LRS',
  sizeGb: 1024,
  iops: 5000,
  mbps: 200,
  tier: 'P30',
  osType: null,
  timeCreated: '2026-01-01T00:00:00.000Z',
  maxShares: null,
  burstingEnabled: null,
  ...more,
});
const quiet = { readOperations: [3, 40], writeOperations: [50], readBytes: [1_000_000], writeBytes: [2_000_000] };

export const azureComputeDiskPremiumUnderusedFixture: RuleFixture<AzureComputeAttachedDisk> = {
  fail: [{ title: 'below 5 % of both', item: disk(), metrics: quiet, facts: { mbpsPercent: 3_000_000 / 1024 ** 2 / 2, target: 'StandardSSD_LRS' } }],
  pass: [
    { title: 'its operations are needed', item: disk(), metrics: { ...quiet, writeOperations: [900] } },
    { title: 'its throughput is needed', item: disk(), metrics: { ...quiet, readBytes: [60_000_000] } },
    { title: 'reads and writes together', item: disk(), metrics: { ...quiet, readOperations: [150], writeOperations: [150] } },
  ],
  notApplicable: [
    { title: 'an operating system’s disk', item: disk({ osType: 'Linux' }), metrics: quiet, because: /operating system/ },
    { title: 'shared by machines', item: disk({ maxShares: 2 }), metrics: quiet, because: /shared/ },
    { title: 'bursting on demand', item: disk({ burstingEnabled: true }), metrics: quiet, because: /bursting/ },
    { title: 'small', item: disk({ sizeGb: 128, tier: 'P10' }), metrics: quiet, because: /small/ },
  ],
  undetermined: [
    { title: 'no datapoints', item: disk(), metrics: { readOperations: [], writeOperations: [], readBytes: [], writeBytes: [] }, reason: 'no_metrics' },
    { title: 'younger than the window', item: disk({ timeCreated: '2026-11-01T00:00:00.000Z' }), metrics: quiet, reason: 'too_young' },
    { title: 'its speed is not told', item: disk({ iops: null }), metrics: quiet, reason: 'unavailable' },
    { title: 'no creation time', item: disk({ timeCreated: null }), metrics: quiet, reason: 'unparsable' },
  ],
};
