import { z } from 'zod';
import { awsIamCredentialReportReader, type AwsIamUser, awsIamUsersReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, type Facts, lookup, type Verdict } from '../../../engine/define-rule.js';
import { setting } from '../../../engine/settings.js';

/** What the look-up keeps of a report row. */
const keysSchema = z.array(z.object({ number: z.number(), active: z.boolean(), lastRotated: z.string().nullable(), lastUsedDate: z.string().nullable() }));
type AccessKey = z.infer<typeof keysSchema>[number];

/** A key that was never used has been unused since it was made. */
const unusedSince = (key: AccessKey): string | null => key.lastUsedDate ?? key.lastRotated;

function factsOf(keys: readonly AccessKey[], at: Date): Facts {
  return Object.fromEntries(
    keys.flatMap((key) => [
      [`key${String(key.number)}UnusedForDays`, daysSince(unusedSince(key), at)] as const,
      [`key${String(key.number)}EverUsed`, key.lastUsedDate !== null] as const,
    ]),
  );
}

export const awsIamAccessKeyUnusedRule = defineRule<AwsIamUser>({
  id: 'aws.iam.access-key-unused',
  version: 1,
  cloud: 'aws',
  family: 'identity',
  title: 'Access key that nobody has used for 90 days',
  why: 'A long-lived key that nothing uses is only useful to whoever finds it.',
  verify: 'aws iam list-access-keys --user-name {name}',
  remedy: {
    steps: ['Deactivate the key.', 'Wait a month for somebody to miss it.', 'Delete the key.'],
    rollback: 'Activate the deactivated key again; a deleted one must be replaced by a new one.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'identity',
  needs: { item: awsIamUsersReader },
  lookups: {
    credentialReport: lookup({
      reader: awsIamCredentialReportReader,
      keys: (row) => [
        { key: row.arn, value: row.accessKeys.map(({ number, active, lastRotated, lastUsedDate }) => ({ number, active, lastRotated, lastUsedDate })) },
      ],
      ask: (user: AwsIamUser) => [user.arn],
    }),
  },
  metrics: {},
  defaults: { unusedDays: 90 },
  evaluate({ item, lookups, at, settings }): Verdict {
    const row = lookups['credentialReport']?.get(item.arn);
    if (row === undefined) return { verdict: 'undetermined', reason: 'unavailable', facts: { missing: 'the credential report has no row for this user yet' } };
    const parsed = keysSchema.safeParse(row);
    if (!parsed.success) return { verdict: 'undetermined', reason: 'unparsable', facts: { source: 'credential report' } };
    const active = parsed.data.filter((key) => key.active);
    if (active.some((key) => daysSince(unusedSince(key), at) === null))
      return { verdict: 'undetermined', reason: 'unparsable', facts: { source: 'credential report' } };
    const unusedDays = setting(settings, 'unusedDays');
    const unused = active.filter((key) => (daysSince(unusedSince(key), at) ?? 0) >= unusedDays);
    const [oldest] = unused.map(unusedSince).sort();
    if (oldest === undefined || oldest === null) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { userName: item.userName, activeKeys: active.length, unusedKeys: unused.length, unusedDays, ...factsOf(unused, at) },
      window: windowSince(oldest, at),
      formula: `active key and days since last use (never used: since creation or rotation) ≥ ${String(unusedDays)}`,
      assumptions: ['The credential report may be up to four hours old.', 'IAM counts a use when a request was signed with the key, also a failed one.'],
      cost: { kind: 'none' },
    };
  },
});
