import type { ProviderAdvice } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { advice } from '../../../testing/advice-item.js';

const source = 'aws.compute-optimizer';

export const awsComputeoptimizerResourceStopAdvisedFixture: RuleFixture<ProviderAdvice> = {
  fail: [
    { title: 'advised, with a number', item: advice('Stop', 'terminate', { source, costNow: null }), facts: { action: 'Stop', source, lookbackDays: 14 } },
    {
      title: 'advised where Cost Explorer is not switched on, so without a number: unknown, not zero',
      item: advice('Stop', 'terminate', { source, saving: null, costNow: null, currency: null, estimationMode: null }),
    },
  ],
  pass: [{ title: 'advice that saves nothing', item: advice('Stop', 'terminate', { source, saving: '0', costNow: null }) }],
  notApplicable: [
    { title: 'advice of another kind', item: advice('Rightsize', 'resize', { source }), because: /another/ },
    { title: 'advice for speed, or a word that is not known here', item: advice('underprovisioned', null, { source }), because: /another/ },
    {
      title: 'a member of an Auto Scaling group',
      item: advice('Stop', 'terminate', { source, tags: { 'aws:autoscaling:groupName': 'web' } }),
      because: /scaling group/,
    },
  ],
  undetermined: [
    {
      title: 'the account has not switched Compute Optimizer on: not asked is not empty',
      item: { enrolled: false, source, accountId: '111122223333' },
      reason: 'not_enrolled',
    },
  ],
};
