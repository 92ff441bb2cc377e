import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { bucketAnswer, bucketWalk, logsIdentity } from './bucket-answers.fixture.js';
import { awsS3MultipartUploadsReader } from './multipart-uploads.reader.js';

const upload = (initiated: string): string =>
  `<Upload><Key>customers/not-kept.csv</Key><UploadId>x</UploadId><Initiator><ID>arn:aws:iam::111122223333:user/x</ID></Initiator><StorageClass>STANDARD</StorageClass><Initiated>${initiated}</Initiated></Upload>`;

export const fixture = readerFixture({
  reader: awsS3MultipartUploadsReader,
  scope: fixtureScopes.region,
  answers: bucketWalk(
    bucketAnswer(
      'ListMultipartUploadsResult',
      `<Bucket>shop-logs</Bucket><IsTruncated>true</IsTruncated>${upload('2026-02-01T00:00:00.000Z')}${upload('2025-02-01T00:00:00.000Z')}`,
    ),
    bucketAnswer('ListMultipartUploadsResult', '<Bucket>shop.exports</Bucket><IsTruncated>false</IsTruncated>'),
  ),
  items: [
    { bucket: 'shop-logs', begun: ['2025-02-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'], more: true },
    { bucket: 'shop.exports', begun: [], more: false },
  ],
  identity: logsIdentity,
});
