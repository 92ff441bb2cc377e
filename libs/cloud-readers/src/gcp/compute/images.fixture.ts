import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeImagesReader } from './images.reader.js';

const one = computeBase('global', 'images', 'one');
const two = computeBase('global', 'images', 'two');

export const fixture = readerFixture({
  reader: gcpComputeImagesReader,
  scope: fixtureScopes.project,
  answers: [
    { items: [{ ...one, family: 'base', status: 'READY', archiveSizeBytes: '1073741824', storageLocations: ['eu'] }], nextPageToken: 'page-two' },
    { items: [{ ...two, status: 'PENDING' }] },
  ],
  items: [
    { ...one, family: 'base', status: 'READY', archiveSizeBytes: 1_073_741_824, storageLocations: ['eu'], labels: {} },
    { ...two, family: null, status: 'PENDING', archiveSizeBytes: null, storageLocations: [], labels: {} },
  ],
  identity: computeFixtureIdentity('global', 'images', 'one', null),
});
