import type { AzureDocumentdbDatabaseAccount } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const account = (more: Partial<AzureDocumentdbDatabaseAccount> = {}): AzureDocumentdbDatabaseAccount => ({
  ...armCase('Microsoft.DocumentDB/databaseAccounts', 'shop-001'),
  kind: 'GlobalDocumentDB',
  freeTier: false,
  regions: 2,
  serverless: false,
  ...more,
});
const quiet = { used: [1, 5], provisioned: [20_000] };

export const azureDocumentdbAccountOverprovisionedFixture: RuleFixture<AzureDocumentdbDatabaseAccount> = {
  fail: [
    { title: 'never above 5 %', item: account(), metrics: quiet, facts: { maxUsedPercent: 5, provisionedUnits: 20_000 } },
    { title: 'nothing asked it', item: account(), metrics: { ...quiet, used: [0] } },
  ],
  pass: [
    { title: 'one busy hour', item: account(), metrics: { ...quiet, used: [1, 30] } },
    { title: 'small: each container needs 400 units', item: account(), metrics: { ...quiet, provisioned: [800] } },
  ],
  notApplicable: [
    { title: 'serverless', item: account({ serverless: true }), metrics: quiet, because: /serverless/ },
    { title: 'free tier', item: account({ freeTier: true }), metrics: quiet, because: /free tier/ },
  ],
  undetermined: [{ title: 'no datapoints', item: account(), metrics: { used: [], provisioned: [] }, reason: 'no_metrics' }],
};
