import { DescribeInstancesCommand, DescribeVolumesCommand, EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { CostExplorerClient, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
  type AssumeRoleCommandInput,
  type Credentials,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { startCloudSim, type CloudSim } from '../http/server.js';
import { awsSdkConfig } from './aws-sdk-config.js';

const BASE = 'AKIABASEKEYOFVITRINE';
const STRANGER = 'AKIASTRANGERSTRANGER';
const ROLE = 'arn:aws:iam::111122223333:role/VitrineAudit';
const ISSUER = 'https://vitrine.example';

describe('who may do what in the simulated AWS', () => {
  let sim: CloudSim;
  let signing: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  let now = new Date();

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    signing = pair.privateKey;
    const jwk: JWK = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' };
    sim = await startCloudSim({
      behaviour: { now: () => now },
      estate: {
        aws: {
          accessKeys: [
            { accessKeyId: BASE, userName: 'vitrine-worker', accountId: '999988887777' },
            { accessKeyId: STRANGER, userName: 'stranger', accountId: '888877776666' },
          ],
          roles: [
            {
              name: 'VitrineAudit',
              trustedAccessKeyIds: [BASE],
              externalId: 'organization-one',
              webIdentity: { issuer: ISSUER, audience: 'sts.amazonaws.com', subject: 'organization:one:connection:*', jwks: { keys: [jwk] } },
              policies: [
                {
                  name: 'Read',
                  document: {
                    Statement: [
                      { Effect: 'Allow', Action: ['ec2:*', 'ce:*', 'cloudwatch:*'], Resource: '*' },
                      { Effect: 'Deny', Action: 'ec2:DescribeImages', Resource: '*' },
                    ],
                  },
                },
              ],
            },
          ],
          volumes: [{ count: 3 }],
        },
      },
    });
  });
  afterAll(() => sim.stop());
  beforeEach(() => {
    now = new Date();
    sim.log.clear();
    sim.behaviour.denied.clear();
    sim.behaviour.throttle = false;
  });

  const sts = (accessKeyId = BASE): STSClient => new STSClient(awsSdkConfig(sim, { accessKeyId }, 'eu-west-1'));
  const assume = async (members: Partial<AssumeRoleCommandInput> = {}, accessKeyId = BASE): Promise<Credentials> => {
    const { Credentials: issued } = await sts(accessKeyId).send(
      new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'audit', ExternalId: 'organization-one', ...members }),
    );
    if (issued === undefined) throw new Error('STS answers credentials');
    return issued;
  };
  const config = (issued: Credentials) =>
    awsSdkConfig(
      sim,
      { accessKeyId: issued.AccessKeyId ?? '', secretAccessKey: issued.SecretAccessKey ?? '', sessionToken: issued.SessionToken ?? '' },
      'eu-west-1',
    );
  const token = (claims: { sub?: string; aud?: string; iss?: string; expires?: string } = {}): Promise<string> =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(claims.iss ?? ISSUER)
      .setSubject(claims.sub ?? 'organization:one:connection:7')
      .setAudience(claims.aud ?? 'sts.amazonaws.com')
      .setExpirationTime(claims.expires ?? '5 minutes')
      .sign(signing);

  it('lends the role to the trusted key with the right External ID, as the caller can see', async () => {
    const { Arn, Account } = await new STSClient(config(await assume())).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::111122223333:assumed-role/VitrineAudit/audit');
    expect(Account).toBe('111122223333');
  });

  it('refuses a wrong or missing External ID, an untrusted key and an unknown role alike (the confused deputy)', async () => {
    const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
    await expect(assume({ ExternalId: 'organization-two' })).rejects.toMatchObject(denied);
    await expect(assume({ ExternalId: undefined })).rejects.toMatchObject(denied);
    await expect(assume({}, STRANGER)).rejects.toMatchObject(denied);
    await expect(assume({ RoleArn: 'arn:aws:iam::111122223333:role/Other' })).rejects.toMatchObject(denied);
    expect(sim.log.denied()).toHaveLength(4);
  });

  it('refuses a key that nobody declared in the words of each protocol', async () => {
    const unknown = awsSdkConfig(sim, { accessKeyId: 'AKIANOBODYNOBODYNOBO' }, 'eu-west-1');
    await expect(new STSClient(unknown).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    await expect(new EC2Client(unknown).send(new DescribeVolumesCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
      $metadata: { httpStatusCode: 401 },
    });
    await expect(
      new CostExplorerClient(unknown).send(
        new GetCostAndUsageCommand({ TimePeriod: { Start: '2026-11-01', End: '2026-11-02' }, Granularity: 'DAILY', Metrics: ['AmortizedCost'] }),
      ),
    ).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('refuses a session key without the token that was issued with it', async () => {
    const { AccessKeyId = '' } = await assume();
    const bare = awsSdkConfig(sim, { accessKeyId: AccessKeyId, sessionToken: 'guessed' }, 'eu-west-1');
    await expect(new EC2Client(bare).send(new DescribeVolumesCommand({}))).rejects.toMatchObject({ name: 'AuthFailure' });
  });

  it('refuses a request without a signature, and one whose signature is not whole', async () => {
    const body = 'Action=DescribeVolumes&Version=2016-11-15';
    const missing = await fetch(sim.endpoints.aws, { method: 'POST', body });
    expect([missing.status, await missing.text()]).toEqual([403, expect.stringContaining('<Code>MissingAuthenticationToken</Code>')]);
    const broken = await fetch(sim.endpoints.aws, {
      method: 'POST',
      body,
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${BASE}/20261122/eu-west-1/ec2/aws4_request` },
    });
    expect([broken.status, await broken.text()]).toEqual([400, expect.stringContaining('<Code>IncompleteSignature</Code>')]);
    expect(sim.log.denied().length + sim.log.all().filter(({ outcome }) => outcome === 'refused').length).toBe(2);
  });

  it('refuses by session policy what the role itself allows, and by the role what the session policy allows', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['ec2:DescribeVolumes', 'ec2:DescribeImages', 'iam:ListUsers'], Resource: '*' }],
    });
    const narrowed = config(await assume({ Policy }));
    const whole = config(await assume());
    const read = await new EC2Client(narrowed).send(new DescribeVolumesCommand({}));
    expect(read.Volumes).toHaveLength(2);
    await expect(new EC2Client(narrowed).send(new TerminateInstancesCommand({ InstanceIds: ['i-1'] }))).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('no session policy allows'),
    });
    await expect(new IAMClient(narrowed).send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('no identity-based policy allows'),
    });
    // Without the session policy the same write goes through: it is the policy that stopped it.
    await expect(new EC2Client(whole).send(new TerminateInstancesCommand({ InstanceIds: ['i-1'] }))).resolves.toBeDefined();
  });

  it('takes session policies of 2,048 characters and no more, and only ones it can parse', async () => {
    const padded = (length: number): string => JSON.stringify({ Statement: [] }).padEnd(length);
    await expect(assume({ Policy: padded(2048) })).resolves.toBeDefined();
    await expect(assume({ Policy: padded(2049) })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(assume({ Policy: '{"Statement": "everything"}' })).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await expect(assume({ DurationSeconds: 7200 })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(assume({ DurationSeconds: 60 })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('ends a session when its time is over', async () => {
    const session = config(await assume({ DurationSeconds: 900 }));
    now = new Date(now.getTime() + 899_000);
    await expect(new EC2Client(session).send(new DescribeVolumesCommand({}))).resolves.toBeDefined();
    now = new Date(now.getTime() + 1_000);
    await expect(new EC2Client(session).send(new DescribeVolumesCommand({}))).rejects.toMatchObject({ name: 'RequestExpired' });
    await expect(new STSClient(session).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  it('denies a permission on request, in the form of each protocol', async () => {
    const session = config(await assume());
    sim.behaviour.denied = new Set(['ec2:DescribeVolumes', 'cloudwatch:GetMetricData', 'ce:GetCostAndUsage']);
    await expect(new EC2Client(session).send(new DescribeVolumesCommand({}))).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('ec2:DescribeVolumes'),
    });
    const query = {
      MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' }, Period: 3600, Stat: 'Maximum' } }],
      StartTime: new Date(0),
      EndTime: new Date(1),
    };
    await expect(new CloudWatchClient(session).send(new GetMetricDataCommand(query))).rejects.toMatchObject({ name: expect.stringMatching(/^AccessDenied/) });
    const costs = new GetCostAndUsageCommand({ TimePeriod: { Start: '2026-11-01', End: '2026-11-02' }, Granularity: 'DAILY', Metrics: ['AmortizedCost'] });
    await expect(new CostExplorerClient(session).send(costs)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(new EC2Client(session).send(new DescribeInstancesCommand({}))).resolves.toBeDefined();
    expect(sim.log.denied().map(({ operation }) => operation)).toEqual(['ec2:DescribeVolumes', 'cloudwatch:GetMetricData', 'ce:GetCostAndUsage']);
  });

  it('empties a bucket of 100 reads and then answers RequestLimitExceeded, only while throttling is on', async () => {
    const ec2 = new EC2Client(config(await assume()));
    sim.behaviour.throttle = true;
    const outcomes = await Promise.allSettled(Array.from({ length: 160 }, () => ec2.send(new DescribeVolumesCommand({}))));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every(({ reason }) => reason instanceof Error && reason.name === 'RequestLimitExceeded')).toBe(true);
    expect(outcomes.length - refused.length).toBeGreaterThanOrEqual(100);
    expect(sim.log.throttled()).toHaveLength(refused.length);
    sim.behaviour.throttle = false;
    await expect(ec2.send(new DescribeVolumesCommand({}))).resolves.toBeDefined();
  });

  it('accepts a web identity of the trusted issuer, audience and subject, and none else', async () => {
    const anonymous = new STSClient({ endpoint: sim.endpoints.aws, region: 'eu-west-1', maxAttempts: 1 });
    const ask = (WebIdentityToken: string): Promise<unknown> =>
      anonymous.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: ROLE, RoleSessionName: 'audit', WebIdentityToken }));
    await expect(ask(await token())).resolves.toMatchObject({ SubjectFromWebIdentityToken: 'organization:one:connection:7' });
    // The attack: the same issuer signs for every organization, so another one's token is genuine and must still fail.
    await expect(ask(await token({ sub: 'organization:two:connection:7' }))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(ask(await token({ aud: 'api' }))).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' });
    await expect(ask(await token({ iss: 'https://evil.example' }))).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' });
    await expect(ask(await token({ expires: '5 minutes ago' }))).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    const genuine = await token();
    const forged = `${genuine.slice(0, genuine.lastIndexOf('.'))}.${'A'.repeat(342)}`;
    await expect(ask(forged)).rejects.toMatchObject({ name: 'InvalidIdentityTokenException' });
  });

  it('says InvalidAction to an operation it does not know, and counts that as no harmless call', async () => {
    const session = await assume();
    const authorization = `AWS4-HMAC-SHA256 Credential=${session.AccessKeyId ?? ''}/20261122/eu-west-1/ec2/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
    const response = await fetch(sim.endpoints.aws, {
      method: 'POST',
      body: 'Action=MeltServers&Version=2016-11-15',
      headers: { authorization, 'x-amz-date': '20261122T000000Z', 'x-amz-security-token': session.SessionToken ?? '' },
    });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('<Code>InvalidAction</Code>')]);
    expect(sim.log.writes().map(({ operation }) => operation)).toEqual(['ec2:MeltServers']);
  });

  it('refuses a region that the account does not have', async () => {
    const elsewhere = new EC2Client({ ...config(await assume()), region: 'me-south-1' });
    await expect(elsewhere.send(new DescribeVolumesCommand({}))).rejects.toMatchObject({ name: 'AuthFailure' });
  });
});
