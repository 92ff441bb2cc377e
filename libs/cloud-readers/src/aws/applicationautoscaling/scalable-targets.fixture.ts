import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsApplicationautoscalingScalableTargetsReader } from './scalable-targets.reader.js';

const target = (ResourceId: string, kind: 'Read' | 'Write'): object => ({
  ServiceNamespace: 'dynamodb',
  ResourceId,
  ScalableDimension: `dynamodb:table:${kind}CapacityUnits`,
  MinCapacity: 5,
  MaxCapacity: 100,
});

export const fixture = readerFixture({
  reader: awsApplicationautoscalingScalableTargetsReader,
  scope: fixtureScopes.region,
  answers: [{ ScalableTargets: [target('table/Orders', 'Read')], NextToken: 'page-two' }, { ScalableTargets: [target('table/Orders', 'Write')] }],
  items: [
    { resourceId: 'table/Orders', dimension: 'dynamodb:table:ReadCapacityUnits' },
    { resourceId: 'table/Orders', dimension: 'dynamodb:table:WriteCapacityUnits' },
  ],
  identity: {
    canonicalId: 'arn:aws:application-autoscaling:eu-central-1:111122223333:table/orders/dynamodb:table:readcapacityunits',
    resourceId: 'table/Orders',
    name: 'table/Orders',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
