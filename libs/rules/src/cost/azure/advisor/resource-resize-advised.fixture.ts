import type { ProviderAdvice } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { advice } from '../../../testing/advice-item.js';
import { armCase } from '../../../testing/arm-case.js';

type Advice = Extract<ProviderAdvice, { enrolled: true }>;
const resourceId = armCase('Microsoft.Compute/virtualMachines', 'app-001').id;
const advised = (action: string, group: Advice['actionGroup'], more: Partial<Advice> = {}): ProviderAdvice =>
  advice(action, group, {
    source: 'azure.advisor',
    resourceArn: resourceId,
    resourceId,
    region: 'westeurope',
    currency: 'EUR',
    estimationMode: 'BeforeDiscounts',
    ...more,
  });

export const azureAdvisorResourceResizeAdvisedFixture: RuleFixture<ProviderAdvice> = {
  fail: [
    { title: 'advised, with a number', item: advised('SkuChange', 'resize'), facts: { action: 'SkuChange', source: 'azure.advisor' } },
    { title: 'advised without a number: unknown, not zero', item: advised('SkuChange', 'resize', { saving: null, currency: null, lookbackDays: null }) },
  ],
  pass: [{ title: 'advice that saves nothing', item: advised('SkuChange', 'resize', { saving: '0' }) }],
  notApplicable: [
    { title: 'advice of another kind', item: advised('Shutdown', 'terminate'), because: /another/ },
    { title: 'advice to buy, which is not about waste', item: advised('Buy reserved instances', null), because: /another/ },
  ],
  undetermined: [],
};
