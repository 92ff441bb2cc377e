import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { bucketAnswer, bucketWalk, logsIdentity } from './bucket-answers.fixture.js';
import { awsS3BucketLifecyclesReader } from './bucket-lifecycles.reader.js';

const rules =
  '<Rule><ID>cool</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition><Transition><Days>90</Days><StorageClass>GLACIER</StorageClass></Transition><Expiration><Days>365</Days></Expiration></Rule>' +
  '<Rule><Status>Disabled</Status><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration><NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays></NoncurrentVersionExpiration><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>';

export const fixture = readerFixture({
  reader: awsS3BucketLifecyclesReader,
  scope: fixtureScopes.region,
  answers: bucketWalk(bucketAnswer('LifecycleConfiguration', rules), {
    status: 404,
    text: '<Error><Code>NoSuchLifecycleConfiguration</Code><Message>The lifecycle configuration does not exist</Message><BucketName>shop.exports</BucketName></Error>',
  }),
  items: [
    {
      bucket: 'shop-logs',
      createTime: '2024-03-01T08:00:00.000Z',
      rules: [
        { id: 'cool', enabled: true, expires: true, moves: true, endsOldVersions: false, endsUploads: false },
        { id: null, enabled: false, expires: false, moves: false, endsOldVersions: true, endsUploads: true },
      ],
    },
    { bucket: 'shop.exports', createTime: '2024-03-01T08:00:00.000Z', rules: [] },
  ],
  identity: logsIdentity,
});
