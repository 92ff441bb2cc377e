import type { AzureOperationalinsightsWorkspace, AzureOperationsmanagementSolution } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const workspace = (more: Partial<AzureOperationalinsightsWorkspace> = {}): AzureOperationalinsightsWorkspace => ({
  ...armCase('Microsoft.OperationalInsights/workspaces', 'logs-001'),
  retentionDays: 365,
  skuName: 'PerGB2018',
  ...more,
});
const solution = (product: string): AzureOperationsmanagementSolution => ({
  ...armCase('Microsoft.OperationsManagement/solutions', `${product}(logs-001)`),
  workspaceId: workspace().id.toUpperCase(),
});

export const azureOperationalinsightsWorkspaceRetentionLongFixture: RuleFixture<AzureOperationalinsightsWorkspace> = {
  fail: [
    { title: 'a year', item: workspace(), facts: { retentionDays: 365, includedDays: 31 } },
    { title: 'a year, with Sentinel', item: workspace(), lookups: { sentinel: [solution('SecurityInsights')] }, facts: { includedDays: 90 } },
    { title: '90 days, with another solution than Sentinel', item: workspace({ retentionDays: 90 }), lookups: { sentinel: [solution('Updates')] } },
  ],
  pass: [
    { title: 'what is included', item: workspace({ retentionDays: 31 }) },
    { title: '90 days are included with Sentinel', item: workspace({ retentionDays: 90 }), lookups: { sentinel: [solution('SecurityInsights')] } },
  ],
  notApplicable: [{ title: 'a tier of old', item: workspace({ skuName: 'Free' }), because: /tier Free/ }],
  undetermined: [{ title: 'the retention is not told', item: workspace({ retentionDays: null }), reason: 'unavailable' }],
};
