import type { AzureDbformysqlFlexibleServer } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const server = (more: Partial<AzureDbformysqlFlexibleServer> = {}): AzureDbformysqlFlexibleServer => ({
  ...armCase('Microsoft.DBforMySQL/flexibleServers', 'orders-001'),
  skuName: 'Standard_D8ds_v4',
  skuTier: 'GeneralPurpose',
  state: 'Ready',
  replicationRole: null,
  ...more,
});
const quiet = { cpu: [5, 18], memory: [35] };

export const azureDbformysqlFlexibleServerUnderutilisedFixture: RuleFixture<AzureDbformysqlFlexibleServer> = {
  fail: [{ title: 'hardly used', item: server(), metrics: quiet, facts: { p99CpuPercent: 18, p99MemoryPercent: 35 } }],
  pass: [
    { title: 'busy now and then', item: server(), metrics: { ...quiet, cpu: [5, 66] } },
    { title: 'its memory is needed', item: server(), metrics: { ...quiet, memory: [72] } },
  ],
  notApplicable: [
    { title: 'stopped', item: server({ state: 'Stopped' }), metrics: quiet, because: /stopped/ },
    { title: 'burstable', item: server({ skuName: 'Standard_B2ms', skuTier: 'Burstable' }), metrics: quiet, because: /burstable/ },
    { title: 'read replica', item: server({ replicationRole: 'AsyncReplica' }), metrics: quiet, because: /replica/ },
    { title: 'the smallest size', item: server({ skuName: 'Standard_D2ds_v4' }), metrics: quiet, because: /smallest/ },
  ],
  undetermined: [
    { title: 'no datapoints', item: server(), metrics: { cpu: [], memory: [] }, reason: 'no_metrics' },
    { title: 'its size is not told', item: server({ skuTier: null }), metrics: quiet, reason: 'unavailable' },
  ],
};
