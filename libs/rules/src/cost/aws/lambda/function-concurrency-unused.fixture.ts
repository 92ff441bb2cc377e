import type { AwsLambdaProvisionedConcurrency } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

type Config = AwsLambdaProvisionedConcurrency['configs'][number];
const config = (more: Partial<Config> = {}): Config => ({
  qualifier: 'live',
  requested: 20,
  allocated: 20,
  state: 'READY',
  changeTime: '2026-06-01T08:00:00Z',
  ...more,
});
const kept = (...configs: Config[]): AwsLambdaProvisionedConcurrency => ({
  functionName: 'orders',
  functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:orders',
  configs,
});
const idle = { utilisation: [0.02, 0.04] };

export const awsLambdaFunctionConcurrencyUnusedFixture: RuleFixture<AwsLambdaProvisionedConcurrency> = {
  fail: [
    { title: 'a twentieth of what is kept ready is used', item: kept(config()), metrics: idle, facts: { maxPercent: 4, allocated: 20 } },
    { title: 'never called', item: kept(config()), metrics: { utilisation: [0] }, facts: { maxPercent: 0 } },
  ],
  pass: [
    { title: 'used at the busiest moment', item: kept(config()), metrics: { utilisation: [0.01, 0.7] } },
    { title: 'just at the bar', item: kept(config()), metrics: { utilisation: [0.1] } },
  ],
  notApplicable: [{ title: 'being allocated', item: kept(config({ state: 'IN_PROGRESS' })), metrics: idle, because: /IN_PROGRESS/ }],
  undetermined: [
    { title: 'no datapoint is no evidence', item: kept(config()), metrics: { utilisation: [] }, reason: 'no_metrics' },
    { title: 'two aliases share one bill', item: kept(config(), config({ qualifier: 'next' })), metrics: idle, reason: 'no_metrics' },
    { title: 'changed last week', item: kept(config({ changeTime: '2026-11-15T00:00:00Z' })), metrics: idle, reason: 'too_young' },
    { title: 'time of change that is none', item: kept(config({ changeTime: null })), metrics: idle, reason: 'unparsable' },
  ],
};
