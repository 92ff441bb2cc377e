import type { ProviderAdvice } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { advice } from '../../../testing/advice-item.js';

type Advice = Extract<ProviderAdvice, { enrolled: true }>;
const project = '//compute.googleapis.com/projects/shop-production/zones/europe-west1-b';
const advised = (action: string, group: Advice['actionGroup'], more: Partial<Advice> = {}): ProviderAdvice =>
  advice(action, group, {
    source: 'gcp.recommender',
    resourceArn: `${project}/instances/app-1`,
    resourceId: `${project}/instances/app-1`,
    region: 'europe-west1-b',
    currency: 'EUR',
    costNow: null,
    lookbackDays: null,
    estimationMode: 'ListOrContractPrices',
    ...more,
  });

export const gcpRecommenderResourceResizeAdvisedFixture: RuleFixture<ProviderAdvice> = {
  fail: [
    { title: 'advised, with a number', item: advised('CHANGE_MACHINE_TYPE', 'resize'), facts: { action: 'CHANGE_MACHINE_TYPE', source: 'gcp.recommender' } },
    { title: 'advised without a number: unknown, not zero', item: advised('CHANGE_MACHINE_TYPE', 'resize', { saving: null, currency: null }) },
  ],
  pass: [{ title: 'advice that saves nothing', item: advised('CHANGE_MACHINE_TYPE', 'resize', { saving: '0' }) }],
  notApplicable: [
    { title: 'advice of another kind', item: advised('STOP_VM', 'terminate'), because: /another/ },
    { title: 'a larger machine for speed', item: advised('CHANGE_MACHINE_TYPE', null), because: /another/ },
  ],
  undetermined: [],
};
