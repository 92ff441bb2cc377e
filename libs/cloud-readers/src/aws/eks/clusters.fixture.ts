import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEksClustersReader } from './clusters.reader.js';

const arn = (name: string): string => `arn:aws:eks:eu-central-1:111122223333:cluster/${name}`;

export const fixture = readerFixture({
  reader: awsEksClustersReader,
  scope: fixtureScopes.region,
  answers: [
    { clusters: ['Shop'], nextToken: 'page-two' },
    {
      cluster: {
        name: 'Shop',
        arn: arn('Shop'),
        createdAt: 1735786800,
        version: '1.30',
        endpoint: 'https://not-kept.example',
        certificateAuthority: { data: 'not-kept' },
        status: 'ACTIVE',
        upgradePolicy: { supportType: 'STANDARD' },
        tags: { owner: 'platform' },
      },
    },
    { clusters: ['old'], nextToken: null },
    { cluster: { name: 'old', arn: arn('old'), version: '1.24', status: 'UPDATING' } },
  ],
  items: [
    {
      clusterName: 'Shop',
      clusterArn: arn('Shop'),
      version: '1.30',
      state: 'ACTIVE',
      createTime: '2025-01-02T03:00:00.000Z',
      supportType: 'STANDARD',
      tags: { owner: 'platform' },
    },
    { clusterName: 'old', clusterArn: arn('old'), version: '1.24', state: 'UPDATING', createTime: null, supportType: 'EXTENDED', tags: {} },
  ],
  identity: {
    canonicalId: arn('shop'),
    resourceId: 'Shop',
    name: 'Shop',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { owner: 'platform' },
  },
});
