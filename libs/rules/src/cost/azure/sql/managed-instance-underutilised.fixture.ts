import type { AzureSqlManagedInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const instance = (more: Partial<AzureSqlManagedInstance> = {}): AzureSqlManagedInstance => ({
  ...armCase('Microsoft.Sql/managedInstances', 'erp-001'),
  skuName: 'GP_Gen5',
  skuTier: 'GeneralPurpose',
  state: 'Ready',
  vCores: 16,
  instancePoolId: null,
  ...more,
});
const quiet = { cpu: [5, 22] };

export const azureSqlManagedInstanceUnderutilisedFixture: RuleFixture<AzureSqlManagedInstance> = {
  fail: [{ title: 'hardly used', item: instance(), metrics: quiet, facts: { p99CpuPercent: 22 } }],
  pass: [{ title: 'busy now and then', item: instance(), metrics: { cpu: [5, 61] } }],
  notApplicable: [
    { title: 'stopped', item: instance({ state: 'Stopped' }), metrics: quiet, because: /stopped/ },
    { title: 'member of a pool', item: instance({ instancePoolId: '/subscriptions/x/pool' }), metrics: quiet, because: /pool/ },
    { title: 'the smallest size', item: instance({ vCores: 4 }), metrics: quiet, because: /smallest/ },
  ],
  undetermined: [
    { title: 'no datapoints', item: instance(), metrics: { cpu: [] }, reason: 'no_metrics' },
    { title: 'its size is not told', item: instance({ vCores: null }), metrics: quiet, reason: 'unavailable' },
  ],
};
