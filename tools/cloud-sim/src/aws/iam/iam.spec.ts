import {
  DeleteUserCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  paginateListUsers,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCloudSim, type CloudSim } from '../../http/server.js';
import { awsSdkConfig } from '../aws-sdk-config.js';
import { policyDocumentSchema } from './policy-document.js';
import { decide } from './policy-evaluation.js';

const KEY = 'AKIAIAMSPECREADER001';
const READ = { Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow' as const, Action: ['iam:*', 'ec2:Describe*'], Resource: '*' }] };
const DAY_MS = 86_400_000;

describe('IAM of the simulated AWS', () => {
  let sim: CloudSim;
  let iam: IAMClient;

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        aws: {
          accessKeys: [{ accessKeyId: KEY, userName: 'vitrine-reader', policies: [{ name: 'Reader', document: READ }] }],
          roles: [{ name: 'VitrineAudit', trustedAccessKeyIds: [KEY], policies: [{ name: 'AuditRead', document: READ }] }],
          users: [{ situation: 'unused-key', count: 3 }, { situation: 'never-used-key' }, { situation: 'active-key', count: 2 }, { situation: 'no-key' }],
        },
      },
    });
    iam = new IAMClient(awsSdkConfig(sim, { accessKeyId: KEY }, 'us-east-1'));
  });
  afterAll(() => sim.stop());

  const userNames = async (): Promise<string[]> => {
    const names: string[] = [];
    for await (const page of paginateListUsers({ client: iam, pageSize: 3 }, {})) names.push(...(page.Users ?? []).map(({ UserName }) => UserName ?? ''));
    return names;
  };

  it('pages through the declared users and the owner of the signing key', async () => {
    sim.log.clear();
    const names = await userNames();
    expect(names).toHaveLength(7 + 1);
    expect(names.at(-1)).toBe('vitrine-reader');
    expect(sim.log.count('iam:ListUsers')).toBe(3);
  });

  it('says when each key was last used, and N/A for one that never was', async () => {
    const used: (number | string)[] = [];
    for (const UserName of await userNames()) {
      const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
      for (const { AccessKeyId, Status } of AccessKeyMetadata) {
        const { AccessKeyLastUsed } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
        expect(Status).toBe('Active');
        used.push(
          AccessKeyLastUsed?.LastUsedDate === undefined
            ? (AccessKeyLastUsed?.ServiceName ?? '')
            : Math.floor((Date.now() - AccessKeyLastUsed.LastUsedDate.getTime()) / DAY_MS),
        );
      }
    }
    expect(used).toEqual([150, 150, 150, 'N/A', 1, 1, 0]);
  });

  it('makes the credential report first and hands it out afterwards', async () => {
    await expect(iam.send(new GetCredentialReportCommand({}))).rejects.toMatchObject({ name: 'CredentialReportNotPresentException' });
    expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('STARTED');
    expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('COMPLETE');
    const { Content } = await iam.send(new GetCredentialReportCommand({}));
    const [header, ...rows] = Buffer.from(Content ?? [])
      .toString('utf8')
      .split('\n');
    expect(header).toMatch(/^user,arn,user_creation_time,password_enabled/);
    expect(rows).toHaveLength(1 + 8);
    expect(rows[0]).toMatch(/^<root_account>,arn:aws:iam::111122223333:root,/);
    expect(rows.every((row) => row.split(',').length === header?.split(',').length)).toBe(true);
  });

  it('shows what a role and a user may do: attached policies with their documents', async () => {
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'VitrineAudit' }));
    expect(AttachedPolicies.map(({ PolicyName }) => PolicyName)).toEqual(['AuditRead']);
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: AttachedPolicies[0]?.PolicyArn, VersionId: 'v1' }));
    expect(policyDocumentSchema.parse(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? '')))).toEqual(policyDocumentSchema.parse(READ));
    expect((await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'vitrine-reader' }))).AttachedPolicies).toHaveLength(1);
    expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'vitrine-reader' }))).PolicyNames).toEqual([]);
    const details = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    expect([details.UserDetailList?.length, details.RoleDetailList?.length, details.Policies?.length]).toEqual([8, 1, 1]);
  });

  it('simulates a principal, with what was taken away by name', async () => {
    sim.behaviour.denied = new Set(['ec2:DescribeVolumes']);
    const { EvaluationResults = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: 'arn:aws:iam::111122223333:role/VitrineAudit',
        ActionNames: ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ec2:TerminateInstances'],
      }),
    );
    sim.behaviour.denied.clear();
    expect(EvaluationResults.map(({ EvalDecision }) => EvalDecision)).toEqual(['allowed', 'implicitDeny', 'implicitDeny']);
  });

  it('answers a smuggled write, changes nothing, and logs it as a write', async () => {
    sim.log.clear();
    await iam.send(new DeleteUserCommand({ UserName: 'user-000' }));
    expect(sim.log.writes().map(({ operation }) => operation)).toEqual(['iam:DeleteUser']);
    expect(await userNames()).toContain('user-000');
  });
});

describe('policy evaluation', () => {
  const ask = (statement: object, action = 'ec2:DescribeVolumes', resource = '*', context: Record<string, string> = {}) =>
    decide([policyDocumentSchema.parse({ Statement: statement })], { action, resource, context });
  const allow = { Effect: 'Allow', Action: '*', Resource: '*' };

  it('lets a Deny win wherever it stands, and silence refuse', () => {
    const deny = { Effect: 'Deny', Action: 'ec2:describe*', Resource: '*' };
    expect(ask([allow, deny])).toBe('explicitDeny');
    expect(ask([deny, allow])).toBe('explicitDeny');
    expect(ask([])).toBe('implicitDeny');
    expect(ask(allow)).toBe('allowed');
  });

  it('matches wildcards in actions without case, in resources with, and NotAction by exclusion', () => {
    expect(ask({ Effect: 'Allow', Action: 'EC2:Describe?olumes', Resource: '*' })).toBe('allowed');
    expect(ask({ Effect: 'Allow', NotAction: 'ec2:*', Resource: '*' })).toBe('implicitDeny');
    const objects = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bill/export/*' };
    expect(ask(objects, 's3:GetObject', 'arn:aws:s3:::bill/export/2026.csv')).toBe('allowed');
    expect(ask(objects, 's3:GetObject', 'arn:aws:s3:::bill/Export/2026.csv')).toBe('implicitDeny');
  });

  it('lets a condition that it cannot judge narrow and never widen', () => {
    const unknown = { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01' } };
    expect(ask({ ...allow, Condition: unknown })).toBe('implicitDeny');
    expect(ask([allow, { Effect: 'Deny', Action: '*', Resource: '*', Condition: unknown }])).toBe('explicitDeny');
    const region = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
    expect(ask({ ...allow, Condition: region }, 'ec2:DescribeVolumes', '*', { 'aws:requestedregion': 'eu-west-1' })).toBe('allowed');
    expect(ask({ ...allow, Condition: region }, 'ec2:DescribeVolumes', '*', { 'aws:requestedregion': 'us-east-1' })).toBe('implicitDeny');
  });
});
