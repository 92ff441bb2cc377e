import type { AwsSagemakerEndpoint } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const endpoint = (more: Partial<AwsSagemakerEndpoint> = {}): AwsSagemakerEndpoint => ({
  endpointName: 'ranking',
  endpointArn: 'arn:aws:sagemaker:eu-central-1:111122223333:endpoint/ranking',
  state: 'InService',
  createTime: '2026-06-01T08:00:00.000Z',
  variants: [{ variantName: 'AllTraffic', serverless: false }],
  shadowVariants: 0,
  asynchronous: false,
  ...more,
});
const silent = { invocations: [], processor: [0.4] };

export const awsSagemakerEndpointIdleFixture: RuleFixture<AwsSagemakerEndpoint> = {
  fail: [
    { title: 'no invocation for two weeks while its machine reported', item: endpoint(), metrics: silent, facts: { invocations: 0, variant: 'AllTraffic' } },
    { title: 'a busy processor without a caller is warming air', item: endpoint(), metrics: { ...silent, processor: [60] } },
  ],
  pass: [{ title: 'called once', item: endpoint(), metrics: { ...silent, invocations: [0, 1] } }],
  notApplicable: [
    { title: 'serverless', item: endpoint({ variants: [{ variantName: 'one', serverless: true }] }), because: /serverless/ },
    { title: 'asynchronous', item: endpoint({ asynchronous: true }), because: /queue/ },
    { title: 'being made', item: endpoint({ state: 'Creating' }), because: /Creating/ },
  ],
  undetermined: [
    { title: 'no pulse: its monitoring did not arrive', item: endpoint(), metrics: { invocations: [], processor: [] }, reason: 'no_metrics' },
    {
      title: 'two variants: each has metrics of its own',
      item: endpoint({
        variants: [
          { variantName: 'one', serverless: false },
          { variantName: 'two', serverless: false },
        ],
      }),
      metrics: silent,
      reason: 'no_metrics',
    },
    { title: 'a shadow variant is called by copies', item: endpoint({ shadowVariants: 1 }), metrics: silent, reason: 'no_metrics' },
    { title: 'younger than the window', item: endpoint({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: silent, reason: 'too_young' },
    { title: 'creation time that is none', item: endpoint({ createTime: '' }), metrics: silent, reason: 'unparsable' },
  ],
};
