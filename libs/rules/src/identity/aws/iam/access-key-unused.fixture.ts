import type { AwsIamCredentialReportRow, AwsIamUser } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const arn = 'arn:aws:iam::111122223333:user/deploy';
const user: AwsIamUser = { userName: 'deploy', userId: 'AIDAEXAMPLEEXAMPLE01', arn, createDate: '2025-01-01T00:00:00.000Z', passwordLastUsed: null };
type Key = AwsIamCredentialReportRow['accessKeys'][number];
const key = (more: Partial<Key> = {}): Key => ({
  number: 1,
  active: true,
  lastRotated: '2025-01-01T00:00:00+00:00',
  lastUsedDate: '2026-05-01T00:00:00+00:00',
  lastUsedService: 's3',
  ...more,
});
const report = (...accessKeys: Key[]): Record<string, readonly unknown[]> => ({
  credentialReport: [
    { user: 'deploy', arn, userCreationTime: '2025-01-01T00:00:00+00:00', passwordEnabled: false, passwordLastUsed: null, mfaActive: false, accessKeys },
  ],
});

export const awsIamAccessKeyUnusedFixture: RuleFixture<AwsIamUser> = {
  fail: [
    { title: 'last used more than 90 days ago', item: user, lookups: report(key()), facts: { unusedKeys: 1, key1UnusedForDays: 205, key1EverUsed: true } },
    { title: 'never used since it was made', item: user, lookups: report(key({ lastUsedDate: null })), facts: { key1EverUsed: false } },
    {
      title: 'the second key, beside a used first',
      item: user,
      lookups: report(key({ lastUsedDate: '2026-11-21T00:00:00+00:00' }), key({ number: 2 })),
      facts: { activeKeys: 2, unusedKeys: 1 },
    },
    { title: 'exactly at 90 days', item: user, lookups: report(key({ lastUsedDate: '2026-08-24T00:00:00+00:00' })), facts: { key1UnusedForDays: 90 } },
  ],
  pass: [
    { title: 'used lately', item: user, lookups: report(key({ lastUsedDate: '2026-11-21T00:00:00+00:00' })) },
    { title: 'inactive keys open nothing', item: user, lookups: report(key({ active: false })) },
    { title: 'new and not used yet', item: user, lookups: report(key({ lastRotated: '2026-11-20T00:00:00+00:00', lastUsedDate: null })) },
    { title: 'no key', item: user, lookups: report() },
    {
      title: 'a machine user tagged by Kubernetes is still judged: cost exclusions are not for identities',
      item: user,
      lookups: report(key({ active: false })),
    },
  ],
  notApplicable: [],
  undetermined: [
    { title: 'made after the report was', item: user, reason: 'unavailable' },
    { title: 'a key without any time', item: user, lookups: report(key({ lastRotated: null, lastUsedDate: null })), reason: 'unparsable' },
  ],
};
