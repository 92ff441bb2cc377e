import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsSagemakerEndpointsReader } from './endpoints.reader.js';

const arn = (name: string): string => `arn:aws:sagemaker:eu-central-1:111122223333:endpoint/${name}`;
const summary = (name: string): object => ({
  EndpointName: name,
  EndpointArn: arn(name),
  CreationTime: 1735786800,
  LastModifiedTime: 1735786800,
  EndpointStatus: 'InService',
});

export const fixture = readerFixture({
  reader: awsSagemakerEndpointsReader,
  scope: fixtureScopes.region,
  answers: [
    { Endpoints: [summary('Ranking')], NextToken: 'page-two' },
    {
      ...summary('Ranking'),
      EndpointConfigName: 'ranking-1',
      ProductionVariants: [{ VariantName: 'AllTraffic', CurrentInstanceCount: 1, CurrentWeight: 1 }],
      DataCaptureConfig: { DestinationS3Uri: 's3://not-kept/' },
    },
    { Endpoints: [summary('lazy')] },
    {
      ...summary('lazy'),
      ProductionVariants: [{ VariantName: 'one', CurrentServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } }],
      ShadowProductionVariants: [{ VariantName: 'shadow' }],
      AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://not-kept/' } },
    },
  ],
  items: [
    {
      endpointName: 'Ranking',
      endpointArn: arn('Ranking'),
      state: 'InService',
      createTime: '2025-01-02T03:00:00.000Z',
      variants: [{ variantName: 'AllTraffic', serverless: false }],
      shadowVariants: 0,
      asynchronous: false,
    },
    {
      endpointName: 'lazy',
      endpointArn: arn('lazy'),
      state: 'InService',
      createTime: '2025-01-02T03:00:00.000Z',
      variants: [{ variantName: 'one', serverless: true }],
      shadowVariants: 1,
      asynchronous: true,
    },
  ],
  identity: {
    canonicalId: 'arn:aws:sagemaker:eu-central-1:111122223333:endpoint/ranking',
    resourceId: arn('Ranking'),
    name: 'Ranking',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
