import type { ProviderAdvice } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { advice } from '../../../testing/advice-item.js';

type Advice = Extract<ProviderAdvice, { enrolled: true }>;
const project = '//compute.googleapis.com/projects/shop-production/zones/europe-west1-b';
const claim = 'pvc-0a1b2c3d-4e5f-4607-8910-111213141516';
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

export const gcpRecommenderResourceStopAdvisedFixture: RuleFixture<ProviderAdvice> = {
  fail: [
    { title: 'advised, with a number', item: advised('STOP_VM', 'terminate'), facts: { action: 'STOP_VM', source: 'gcp.recommender' } },
    { title: 'advised without a number: unknown, not zero', item: advised('STOP_VM', 'terminate', { saving: null, currency: null }) },
  ],
  pass: [{ title: 'advice that saves nothing', item: advised('STOP_VM', 'terminate', { saving: '0' }) }],
  notApplicable: [
    { title: 'advice of another kind', item: advised('CHANGE_MACHINE_TYPE', 'resize'), because: /another/ },
    { title: 'a larger machine for speed', item: advised('CHANGE_MACHINE_TYPE', null), because: /another/ },
    {
      title: 'the volume of a cluster’s claim, which is put back by its cluster: Google’s advice carries no label, so its name tells',
      item: advised('SNAPSHOT_AND_DELETE_DISK', 'terminate', { resourceArn: `${project}/disks/${claim}`, resourceId: `${project}/disks/${claim}` }),
      because: /Kubernetes/,
    },
  ],
  undetermined: [],
};
