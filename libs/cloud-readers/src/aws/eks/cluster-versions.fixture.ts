import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEksClusterVersionsReader } from './cluster-versions.reader.js';

export const fixture = readerFixture({
  reader: awsEksClusterVersionsReader,
  scope: fixtureScopes.region,
  answers: [
    {
      clusterVersions: [
        { clusterVersion: '1.30', clusterType: 'eks', endOfStandardSupportDate: 1753228800, endOfExtendedSupportDate: 1784764800, status: 'EXTENDED_SUPPORT' },
      ],
      nextToken: 'page-two',
    },
    { clusterVersions: [{ clusterVersion: '1.36', clusterType: 'eks' }] },
  ],
  items: [
    { version: '1.30', standardSupportEnds: '2025-07-23T00:00:00.000Z', extendedSupportEnds: '2026-07-23T00:00:00.000Z' },
    { version: '1.36', standardSupportEnds: null, extendedSupportEnds: null },
  ],
  identity: {
    canonicalId: 'arn:aws:eks:eu-central-1:111122223333:version/1.30',
    resourceId: '1.30',
    name: '1.30',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
