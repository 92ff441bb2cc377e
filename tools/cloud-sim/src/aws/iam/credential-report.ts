import type { AwsCall } from '../aws-operation.js';
import type { SimUser } from '../inventory/user-inventory.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { isoSeconds } from '../inventory/aws-clock.js';

/** The report's columns, in AWS's order. */
const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** STARTED at the first call, COMPLETE from then on: callers must poll, as at AWS. */
export function generateCredentialReport(call: AwsCall): AwsAnswer {
  const { world } = call;
  const first = world.credentialReportAt === null;
  world.credentialReportAt ??= world.now();
  return { kind: 'xml', members: first ? { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' } : { State: 'COMPLETE' } };
}

export function getCredentialReport(call: AwsCall): AwsAnswer {
  const { world } = call;
  if (world.credentialReportAt === null) throw new AwsError('ReportNotPresent', 'No report is present. Start one with GenerateCredentialReport', 410);
  const rows = [rootRow(call), ...world.inventory.users.map((user) => userRow(call, user))];
  const csv = [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => row[column] ?? 'N/A').join(','))].join('\n');
  return {
    kind: 'xml',
    members: { Content: Buffer.from(csv).toString('base64'), ReportFormat: 'text/csv', GeneratedTime: isoSeconds(world.credentialReportAt) },
  };
}

function rootRow(call: AwsCall): Row {
  return {
    user: '<root_account>',
    arn: `arn:aws:iam::${call.world.estate.accountId}:root`,
    user_creation_time: reportTime(call, 1000),
    password_enabled: 'not_supported',
    password_last_used: 'no_information',
    password_last_changed: 'not_supported',
    password_next_rotation: 'not_supported',
    mfa_active: 'true',
    ...NO_KEYS,
  };
}

const NO_KEYS: Row = { access_key_1_active: 'false', access_key_2_active: 'false', cert_1_active: 'false', cert_2_active: 'false' };

function userRow(call: AwsCall, user: SimUser): Row {
  const { key } = user;
  return {
    user: user.userName,
    arn: user.arn,
    user_creation_time: reportTime(call, user.ageDays),
    password_enabled: 'false',
    mfa_active: 'false',
    ...NO_KEYS,
    ...(key === null
      ? {}
      : {
          access_key_1_active: String(key.active),
          access_key_1_last_rotated: reportTime(call, key.ageDays),
          ...(key.lastUsedDaysAgo === null
            ? {}
            : {
                access_key_1_last_used_date: reportTime(call, key.lastUsedDaysAgo),
                access_key_1_last_used_region: 'us-east-1',
                access_key_1_last_used_service: 'ec2',
              }),
        }),
  };
}

/** `2026-01-31T08:00:00+00:00`, as only this report prints times. */
function reportTime(call: AwsCall, daysAgo: number): string {
  return `${call.world.clock.daysAgo(daysAgo).toISOString().slice(0, 19)}+00:00`;
}
