import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsIamCredentialReportReader } from './credential-report.reader.js';

const report = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
  '<root_account>,arn:aws:iam::111122223333:root,2020-01-02T03:04:05+00:00,not_supported,2026-01-02T03:04:05+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A',
  '"Anna, ops",arn:aws:iam::111122223333:user/Anna,2024-01-02T03:04:05+00:00,true,no_information,2024-01-02T03:04:05+00:00,N/A,false,true,2024-02-02T03:04:05+00:00,2026-03-04T05:06:00+00:00,eu-central-1,ec2,true,2024-02-02T03:04:05+00:00,N/A,N/A,N/A,false,N/A,false,N/A',
].join('\n');

const none = { active: false, lastRotated: null, lastUsedDate: null, lastUsedService: null };

export const fixture = readerFixture({
  reader: awsIamCredentialReportReader,
  scope: fixtureScopes.account,
  answers: [
    queryAnswer('GenerateCredentialReport', '<State>COMPLETE</State>'),
    queryAnswer(
      'GetCredentialReport',
      `<Content>${btoa(report)}</Content><ReportFormat>text/csv</ReportFormat><GeneratedTime>2026-11-22T00:00:00Z</GeneratedTime>`,
    ),
  ],
  items: [
    {
      user: '<root_account>',
      arn: 'arn:aws:iam::111122223333:root',
      userCreationTime: '2020-01-02T03:04:05+00:00',
      passwordEnabled: null,
      passwordLastUsed: '2026-01-02T03:04:05+00:00',
      mfaActive: true,
      accessKeys: [
        { number: 1, ...none },
        { number: 2, ...none },
      ],
    },
    {
      user: 'Anna, ops',
      arn: 'arn:aws:iam::111122223333:user/Anna',
      userCreationTime: '2024-01-02T03:04:05+00:00',
      passwordEnabled: true,
      passwordLastUsed: null,
      mfaActive: false,
      accessKeys: [
        { number: 1, active: true, lastRotated: '2024-02-02T03:04:05+00:00', lastUsedDate: '2026-03-04T05:06:00+00:00', lastUsedService: 'ec2' },
        { number: 2, active: true, lastRotated: '2024-02-02T03:04:05+00:00', lastUsedDate: null, lastUsedService: null },
      ],
    },
  ],
  identity: {
    canonicalId: 'arn:aws:iam::111122223333:root',
    resourceId: 'arn:aws:iam::111122223333:root',
    name: '<root_account>',
    accountId: '111122223333',
    region: null,
    tags: {},
  },
});
