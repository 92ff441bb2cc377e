import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { bucketAnswer, bucketWalk, logsIdentity } from './bucket-answers.fixture.js';
import { awsS3BucketVersioningsReader } from './bucket-versionings.reader.js';

export const fixture = readerFixture({
  reader: awsS3BucketVersioningsReader,
  scope: fixtureScopes.region,
  answers: bucketWalk(bucketAnswer('VersioningConfiguration', '<Status>Enabled</Status>'), bucketAnswer('VersioningConfiguration', '')),
  items: [
    { bucket: 'shop-logs', versioning: 'Enabled' },
    { bucket: 'shop.exports', versioning: 'Never' },
  ],
  identity: logsIdentity,
});
