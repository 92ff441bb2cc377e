import type { AzureSynapseSqlPool } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const pool = (more: Partial<AzureSynapseSqlPool> = {}): AzureSynapseSqlPool => ({
  ...armCase('Microsoft.Synapse/workspaces/lake/sqlPools', 'warehouse'),
  skuName: 'DW200c',
  status: 'Online',
  creationDate: '2026-01-01T00:00:00.000Z',
  ...more,
});
const idle = { used: [0] };

export const azureSynapseSqlPoolIdleFixture: RuleFixture<AzureSynapseSqlPool> = {
  fail: [{ title: 'online and unused for two weeks', item: pool(), metrics: idle, facts: { status: 'Online' } }],
  pass: [{ title: 'used in one hour', item: pool(), metrics: { used: [...Array.from({ length: 100 }, () => 0), 4] } }],
  notApplicable: [{ title: 'paused', item: pool({ status: 'Paused' }), metrics: idle, because: /Paused/ }],
  undetermined: [
    { title: 'no datapoint is not idleness', item: pool(), metrics: { used: [] }, reason: 'no_metrics' },
    { title: 'younger than the window', item: pool({ creationDate: '2026-11-15T00:00:00.000Z' }), metrics: idle, reason: 'too_young' },
    { title: 'no status', item: pool({ status: null }), metrics: idle, reason: 'unavailable' },
    { title: 'no creation time', item: pool({ creationDate: null }), metrics: idle, reason: 'unparsable' },
  ],
};
