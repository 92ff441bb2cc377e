import type { AwsS3BucketLifecycle, AwsS3MultipartUploads } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const uploads = (begun: readonly string[], more = false): AwsS3MultipartUploads => ({ bucket: 'shop-exports', begun: [...begun], more });
const lifecycle = (enabled: boolean): { lifecycles: AwsS3BucketLifecycle[] } => ({
  lifecycles: [
    {
      bucket: 'shop-exports',
      createTime: '2024-03-01T08:00:00.000Z',
      rules: [{ id: null, enabled, expires: false, moves: false, endsOldVersions: false, endsUploads: true }],
    },
  ],
});
const old = '2026-02-01T00:00:00.000Z';

export const awsS3BucketUploadsUnendedFixture: RuleFixture<AwsS3MultipartUploads> = {
  fail: [
    { title: 'an upload of last winter', item: uploads([old, '2026-11-21T00:00:00.000Z']), facts: { uploads: 1, oldest: old }, claims: [] },
    { title: 'the rule against it is switched off', item: uploads([old]), lookups: lifecycle(false), claims: [] },
    { title: 'more than one page: counted as at least', item: uploads([old], true), facts: { more: true }, claims: [] },
  ],
  pass: [
    { title: 'no upload', item: uploads([]) },
    { title: 'an upload of yesterday may still go on', item: uploads(['2026-11-21T00:00:00.000Z']) },
    { title: 'a rule aborts it', item: uploads([old]), lookups: lifecycle(true) },
  ],
  notApplicable: [],
  undetermined: [],
};
