import {
  type AzureOperationalinsightsWorkspace,
  azureOperationalinsightsWorkspacesReader,
  azureOperationsmanagementSolutionsReader,
} from '@vitrine/cloud-readers';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { armKey } from '../arm-reference.js';

/** Tiers whose retention is not billed by the day beyond what they include. */
const otherTiers = ['free', 'standard', 'premium', 'lacluster'];

export const azureOperationalinsightsWorkspaceRetentionLongRule = defineRule<AzureOperationalinsightsWorkspace>({
  id: 'azure.operationalinsights.workspace-retention-long',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Log workspace that keeps data longer than is included',
  why: 'The first 31 days (90 with Sentinel) are included; every further day of every gigabyte is billed at the price of interactive logs.',
  verify: 'az monitor log-analytics workspace show --ids {resourceId} --query "[retentionInDays,sku.name]"',
  remedy: {
    steps: [
      'Ask security and audit which tables must be kept, and for how long.',
      'Move what must be kept to long-term retention per table, which costs a fraction.',
      'Set the workspace’s retention to the days that are included.',
    ],
    rollback: 'Raise the retention again; data that was dropped does not come back.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: azureOperationalinsightsWorkspacesReader },
  lookups: {
    sentinel: lookup({
      reader: azureOperationsmanagementSolutionsReader,
      keys: (solution) => (solution.workspaceId !== null && /^securityinsights\(/i.test(solution.name) ? [{ key: armKey(solution.workspaceId) }] : []),
      ask: (workspace: AzureOperationalinsightsWorkspace) => [armKey(workspace.id)],
    }),
  },
  metrics: {},
  defaults: { includedDays: 31, includedWithSentinelDays: 90 },
  evaluate({ item, lookups, settings }) {
    if (item.retentionDays === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { retentionInDays: null } };
    if (otherTiers.includes(item.skuName?.toLowerCase() ?? ''))
      return { verdict: 'not_applicable', because: `tier ${item.skuName ?? ''} does not bill retention by the day` };
    const includedDays = setting(settings, 'includedDays');
    if (item.retentionDays <= includedDays) return { verdict: 'pass' };
    const sentinel = lookups['sentinel']?.has(armKey(item.id)) === true;
    const free = sentinel ? setting(settings, 'includedWithSentinelDays') : includedDays;
    if (item.retentionDays <= free) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { retentionDays: item.retentionDays, includedDays: free, sentinel, skuName: item.skuName },
      window: null,
      formula: formula(`retention > ${String(free)} days; only the retention meter of the workspace’s bill is counted`),
      assumptions: [
        'The retention meter is told apart only where the bill names meters (an export or a FOCUS file); without it the saving is unknown, not zero.',
        'A legal duty to keep logs is not visible here.',
      ],
      cost: { kind: 'meters', meters: ['Data Retention'], list: [] },
    };
  },
});
