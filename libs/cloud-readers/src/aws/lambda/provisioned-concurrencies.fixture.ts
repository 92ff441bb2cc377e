import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsLambdaProvisionedConcurrenciesReader } from './provisioned-concurrencies.reader.js';

const arn = (name: string): string => `arn:aws:lambda:eu-central-1:111122223333:function:${name}`;
const summary = (name: string): object => ({ FunctionName: name, FunctionArn: arn(name), Environment: { Variables: { PASSWORD: 'not-kept' } } });

export const fixture = readerFixture({
  reader: awsLambdaProvisionedConcurrenciesReader,
  scope: fixtureScopes.region,
  answers: [
    { Functions: [summary('Orders'), summary('quiet')], NextMarker: 'page-two' },
    {
      ProvisionedConcurrencyConfigs: [
        {
          FunctionArn: `${arn('Orders')}:live`,
          RequestedProvisionedConcurrentExecutions: 20,
          AvailableProvisionedConcurrentExecutions: 20,
          AllocatedProvisionedConcurrentExecutions: 20,
          Status: 'READY',
          LastModified: '2026-01-02T03:04:05+0000',
        },
      ],
    },
    { ProvisionedConcurrencyConfigs: [] },
    { Functions: [summary('mail')] },
    { ProvisionedConcurrencyConfigs: [{ FunctionArn: `${arn('mail')}:3`, RequestedProvisionedConcurrentExecutions: 2, Status: 'IN_PROGRESS' }] },
  ],
  items: [
    {
      functionName: 'Orders',
      functionArn: arn('Orders'),
      configs: [{ qualifier: 'live', requested: 20, allocated: 20, state: 'READY', changeTime: '2026-01-02T03:04:05Z' }],
    },
    { functionName: 'mail', functionArn: arn('mail'), configs: [{ qualifier: '3', requested: 2, allocated: 0, state: 'IN_PROGRESS', changeTime: null }] },
  ],
  identity: {
    canonicalId: arn('orders'),
    resourceId: arn('Orders'),
    name: 'Orders',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
