import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CliContext } from '../cli-context.js';
import { borrowAwsLogin, sessionPolicy } from './aws-login.js';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  server = undefined;
});

const session = `<Credentials><AccessKeyId>ASIANARROWED00000001</AccessKeyId><SecretAccessKey>${'n'.repeat(40)}</SecretAccessKey><SessionToken>narrowed-session-token</SessionToken><Expiration>2026-11-22T00:30:00Z</Expiration></Credentials>`;

/** STS and IAM in the shape of their own answers; what the simulated cloud does not offer (GetFederationToken) is offered here. */
async function sts(arn: string, answers: Readonly<Record<string, string>>): Promise<{ readonly url: string; readonly asked: URLSearchParams[] }> {
  const asked: URLSearchParams[] = [];
  const made = (server = createServer((request, response) => {
    void text(request).then((body) => {
      const form = new URLSearchParams(body);
      asked.push(form);
      const action = form.get('Action') ?? '';
      const known = action === 'GetCallerIdentity' ? `<Arn>${arn}</Arn>` : answers[action];
      response.writeHead(known === undefined ? 403 : 200, { 'content-type': 'text/xml' });
      response.end(known ?? '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>');
    });
  }));
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${String(address.port)}`, asked };
}

function contextOf(credential: object): CliContext {
  const unused = (): never => {
    throw new Error('not asked for');
  };
  return {
    ...{
      environment: {},
      workingFolder: '/nonexistent',
      homeFolder: '/nonexistent',
      out: unused,
      err: unused,
      isTTY: false,
      confirm: unused,
      readInput: unused,
    },
    runTool: () => Promise.resolve({ kind: 'said', text: JSON.stringify({ Version: 1, ...credential }) }),
    now: () => new Date('2026-11-22T00:00:00Z'),
    signal: new AbortController().signal,
  };
}

const borrow = async (url: string, credential: object): ReturnType<typeof borrowAwsLogin> =>
  await borrowAwsLogin(contextOf(credential), { sts: () => url, iam: url, azureArm: url, gcp: () => url }, 'shop', { bill: false });

const longLived = { AccessKeyId: 'AKIALONGLIVED0000001', SecretAccessKey: 'l'.repeat(40) };
const assumed = {
  AccessKeyId: 'ASIAASSUMED000000001',
  SecretAccessKey: 'a'.repeat(40),
  SessionToken: 'assumed-session-token',
  Expiration: '2026-11-22T08:00:00Z',
};
const roleArn = 'arn:aws:sts::111122223333:assumed-role/Administrator/ada';

describe('narrowing an AWS login on the user’s machine', () => {
  it('federates a long-lived key with a policy of exactly the declared reads; the key itself is never lent', async () => {
    const { url, asked } = await sts('arn:aws:iam::111122223333:user/ada', { GetFederationToken: session });
    const login = await borrow(url, longLived);
    expect(login.narrowing).toMatchObject({ kind: 'narrowed' });
    expect(login.credential).toMatchObject({ kind: 'aws.session', accessKeyId: 'ASIANARROWED00000001', expiresAt: '2026-11-22T00:30:00.000Z' });
    expect(JSON.stringify(login)).not.toContain('l'.repeat(40));
    expect(asked.find((form) => form.get('Action') === 'GetFederationToken')?.get('Policy')).toBe(sessionPolicy());
  });

  it('lets a role’s session assume its own role again, narrower, where the trust policy allows', async () => {
    const { url, asked } = await sts(roleArn, { AssumeRole: session });
    expect((await borrow(url, assumed)).narrowing.kind).toBe('narrowed');
    expect(asked.find((form) => form.get('Action') === 'AssumeRole')?.get('RoleArn')).toBe('arn:aws:iam::111122223333:role/Administrator');
  });

  it('says which telling writes a session could do where neither is allowed, and lends it for an hour at most', async () => {
    const result = (action: string, decision: string): string =>
      `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision></member>`;
    const { url } = await sts(roleArn, { SimulatePrincipalPolicy: result('ec2:TerminateInstances', 'allowed') + result('iam:CreateUser', 'implicitDeny') });
    const login = await borrow(url, assumed);
    expect(login.narrowing).toMatchObject({ kind: 'not-narrowed', reach: { kind: 'known', actions: ['ec2:TerminateInstances'] } });
    expect(login.credential).toMatchObject({ expiresAt: '2026-11-22T00:59:59.000Z' });
  });

  it('says that the reach is unknown where even the simulation is not allowed', async () => {
    const { url } = await sts(roleArn, {});
    expect((await borrow(url, assumed)).narrowing).toMatchObject({ kind: 'not-narrowed', reach: { kind: 'unknown' } });
  });

  it('refuses the root user, whose rights no policy takes away', async () => {
    const { url } = await sts('arn:aws:iam::111122223333:root', { GetFederationToken: session });
    await expect(borrow(url, longLived)).rejects.toThrow('root user');
  });
});

describe('the session policy', () => {
  it('names no wildcard action and fits what AWS takes', () => {
    const policy = JSON.parse(sessionPolicy()) as { Statement: { Action: string[] }[] }; // our own text
    const actions = policy.Statement.flatMap(({ Action }) => Action);
    expect(actions).toContain('ec2:DescribeVolumes');
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(sessionPolicy().length).toBeLessThanOrEqual(2_048);
  });
});
