import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpAiplatformEndpointsReader } from './endpoints.reader.js';

const name = (id: string): string => `//aiplatform.googleapis.com/projects/4242/locations/europe-west4/endpoints/${id}`;
const common = { displayName: 'recommend', location: 'europe-west4', createTime: '2025-01-02T03:04:05Z' };

export const fixture = readerFixture({
  reader: gcpAiplatformEndpointsReader,
  scope: fixtureScopes.project,
  answers: [
    {
      results: [
        {
          ...common,
          name: name('77'),
          labels: { team: 'shop' },
          versionedResources: [
            {
              version: 'v1',
              resource: {
                deployedModels: [
                  {
                    id: '1',
                    createTime: '2025-02-02T03:04:05Z',
                    dedicatedResources: { minReplicaCount: 1, maxReplicaCount: 2, machineSpec: { machineType: 'n1-standard-4' } },
                  },
                  { id: '2', createTime: '2025-02-03T03:04:05Z', automaticResources: { minReplicaCount: 1 } },
                ],
              },
            },
          ],
        },
      ],
      nextPageToken: 'page-two',
    },
    { results: [{ ...common, name: name('78'), versionedResources: [{ version: 'v1', resource: {} }] }] },
  ],
  items: [
    {
      ...common,
      name: name('77'),
      endpointId: '77',
      labels: { team: 'shop' },
      models: [
        { createTime: '2025-02-02T03:04:05Z', machineType: 'n1-standard-4', dedicated: true },
        { createTime: '2025-02-03T03:04:05Z', machineType: null, dedicated: false },
      ],
    },
    { ...common, name: name('78'), endpointId: '78', labels: {}, models: [] },
  ],
  identity: {
    canonicalId: name('77'),
    resourceId: '77',
    name: 'recommend',
    accountId: 'shop-production',
    region: 'europe-west4',
    tags: { team: 'shop' },
  },
});
