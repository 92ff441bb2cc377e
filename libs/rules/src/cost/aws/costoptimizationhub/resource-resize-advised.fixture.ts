import type { ProviderAdvice } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { advice } from '../../../testing/advice-item.js';

export const awsCostoptimizationhubResourceResizeAdvisedFixture: RuleFixture<ProviderAdvice> = {
  fail: [
    {
      title: 'advised, with a number',
      item: advice('Rightsize', 'resize'),
      facts: { action: 'Rightsize', lookbackDays: 14, estimationMode: 'AfterDiscounts' },
    },
    {
      title: 'advised without a number: unknown, not zero',
      item: advice('Rightsize', 'resize', { saving: null, costNow: null, currency: null, lookbackDays: null }),
    },
  ],
  pass: [{ title: 'advice that saves nothing', item: advice('Rightsize', 'resize', { saving: '0' }) }],
  notApplicable: [
    { title: 'advice of another kind', item: advice('Other', 'terminate'), because: /another/ },
    { title: 'an action that is not known here', item: advice('Dance', null), because: /Dance/ },
    { title: 'a member of an Auto Scaling group', item: advice('Rightsize', 'resize', { tags: { 'aws:autoscaling:groupName': 'web' } }), because: /./ },
  ],
  undetermined: [
    {
      title: 'the account does not take part',
      item: { enrolled: false, source: 'aws.cost-optimization-hub', accountId: '111122223333' },
      reason: 'not_enrolled',
    },
  ],
};
