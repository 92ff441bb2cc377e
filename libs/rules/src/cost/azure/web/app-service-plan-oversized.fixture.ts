import type { AzureWebAppServicePlan } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const plan = (more: Partial<AzureWebAppServicePlan> = {}): AzureWebAppServicePlan => ({
  ...armCase('Microsoft.Web/serverfarms', 'plan-001'),
  skuName: 'P1v3',
  skuTier: 'PremiumV3',
  capacity: 2,
  numberOfSites: 3,
  hostingEnvironmentId: null,
  kind: 'linux',
  zoneRedundant: false,
  ...more,
});
const quiet = { cpu: [4, 12], memory: [31, 38] };

export const azureWebAppServicePlanOversizedFixture: RuleFixture<AzureWebAppServicePlan> = {
  fail: [
    { title: 'two instances do the work of one', item: plan(), metrics: quiet, facts: { p99CpuPercent: 12, p99MemoryPercent: 38 } },
    { title: 'one instance of a larger size', item: plan({ skuName: 'P2v3', capacity: 1 }), metrics: quiet },
    { title: 'a rare peak is above no 99th percentile', item: plan(), metrics: { ...quiet, cpu: [...Array.from({ length: 119 }, () => 5), 80] } },
  ],
  pass: [
    { title: 'busy now and then', item: plan(), metrics: { ...quiet, cpu: [4, 62] } },
    { title: 'its memory is needed', item: plan(), metrics: { ...quiet, memory: [70] } },
  ],
  notApplicable: [
    { title: 'Consumption tier', item: plan({ skuName: 'Y1', skuTier: 'Dynamic', capacity: 0 }), metrics: quiet, because: /not sold/ },
    { title: 'in an isolated environment', item: plan({ hostingEnvironmentId: '/subscriptions/x/ase' }), metrics: quiet, because: /Environment/ },
    { title: 'no site: another finding', item: plan({ numberOfSites: 0 }), metrics: quiet, because: /no site/ },
    { title: 'spread over zones', item: plan({ zoneRedundant: true, capacity: 3 }), metrics: quiet, because: /zones/ },
    { title: 'cannot be halved', item: plan({ capacity: 1 }), metrics: quiet, because: /smallest/ },
  ],
  undetermined: [
    { title: 'the number of sites is not told', item: plan({ numberOfSites: null }), metrics: quiet, reason: 'unavailable' },
    { title: 'no datapoints', item: plan(), metrics: { cpu: [], memory: [] }, reason: 'no_metrics' },
  ],
};
