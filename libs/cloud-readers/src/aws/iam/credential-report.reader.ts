import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { arnIdentity } from '../aws-fields.js';
import { reportRows } from './credential-report-csv.js';

const contentSchema = z.object({ Content: z.string().min(1) });

/** The report's words for "there is none": never used, no such key, not kept. */
const nothing = new Set(['N/A', 'no_information', 'not_supported', '']);
const cell = z.string().transform((text) => (nothing.has(text) ? null : text));
const flag = z.string().transform((text) => text.toLowerCase() === 'true');
const optionalFlag = cell.transform((text) => (text === null ? null : text.toLowerCase() === 'true'));

const rowSchema = z
  .object({
    user: z.string().min(1),
    arn: z.string().startsWith('arn:'),
    user_creation_time: z.string().min(1),
    password_enabled: optionalFlag,
    password_last_used: cell,
    mfa_active: flag,
    access_key_1_active: flag,
    access_key_1_last_rotated: cell,
    access_key_1_last_used_date: cell,
    access_key_1_last_used_service: cell,
    access_key_2_active: flag,
    access_key_2_last_rotated: cell,
    access_key_2_last_used_date: cell,
    access_key_2_last_used_service: cell,
  })
  .transform((row) => ({
    user: row.user,
    arn: row.arn,
    userCreationTime: row.user_creation_time,
    passwordEnabled: row.password_enabled,
    passwordLastUsed: row.password_last_used,
    mfaActive: row.mfa_active,
    accessKeys: [
      {
        number: 1,
        active: row.access_key_1_active,
        lastRotated: row.access_key_1_last_rotated,
        lastUsedDate: row.access_key_1_last_used_date,
        lastUsedService: row.access_key_1_last_used_service,
      },
      {
        number: 2,
        active: row.access_key_2_active,
        lastRotated: row.access_key_2_last_rotated,
        lastUsedDate: row.access_key_2_last_used_date,
        lastUsedService: row.access_key_2_last_used_service,
      },
    ],
  }));

export type AwsIamCredentialReportRow = z.output<typeof rowSchema>;

const ready = 'report:ready';

/**
 * Two calls: ask IAM to compute the report, then read it. Where it is not ready yet, IAM says so and the transport
 * hands that back as "come again later", which costs no attempt.
 */
export const awsIamCredentialReportReader = defineReader<AwsIamCredentialReportRow>({
  id: 'aws.iam.credential-report',
  cloud: 'aws',
  scope: 'aws.account',
  resourceType: 'AWS::IAM::User',
  operations: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  pageSize: 1,
  request: ({ pageToken }) =>
    pageToken === ready
      ? { operation: 'iam:GetCredentialReport', shape: { Content: 'text' } }
      : { operation: 'iam:GenerateCredentialReport', shape: { State: 'text' } },
  page: (body, { pageToken }) => (pageToken === ready ? { items: reportRows(contentSchema.parse(body).Content), next: null } : { items: [], next: ready }),
  item: rowSchema,
  identify: (row, scope) => arnIdentity(scope, row.arn, row.user),
});
