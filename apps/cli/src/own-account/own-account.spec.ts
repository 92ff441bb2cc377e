import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_BASE_ACCESS_KEY_ID,
  DEMO_AWS_ROLE_NAME,
  demoAzureClientId,
  demoAzureClientSecret,
  demoAzureTenantId,
  demoAzureSubscriptionId,
  demoEstate,
  demoGcpAuditorEmail,
  demoGcpProjectId,
  endpointVariablesOf,
  startCloudSim,
  type CloudSim,
} from '@vitrine/cloud-sim';
import { SignJWT } from 'jose';
import { runCli, type CliRun } from '../testing/cli-under-test.js';
import { askAws, element } from './aws-query.js';

const READ_ONLY = 'https://www.googleapis.com/auth/cloud-platform.read-only';
const ended = new AbortController().signal;
const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
const root = mkdtempSync(join(tmpdir(), 'vitrine-own-account-'));
const [tools, home, instance] = [join(root, 'bin'), join(root, 'home'), join(root, 'instance')];
let sim: CloudSim;
let environment: Record<string, string>;
const secrets: string[] = [];

beforeAll(async () => {
  // As root the database runs as another user, who must be able to pass.
  chmodSync(root, 0o711);
  mkdirSync(tools);
  mkdirSync(home);
  const estate = demoEstate();
  const publicKeyPem = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  sim = await startCloudSim({ estate: { ...estate, gcp: { ...estate.gcp, serviceAccounts: [{ email: demoGcpAuditorEmail, publicKeyPem }] } } });
  const authority = join(root, 'authority.crt');
  writeFileSync(authority, sim.caCertificatePem);
  environment = {
    PATH: [tools, process.env['PATH']].join(delimiter),
    ...endpointVariablesOf(sim.endpoints),
    VITRINE_EXTRA_CA_FILE: authority,
  };
});
afterAll(async () => {
  await sim.stop();
  rmSync(root, { recursive: true, force: true });
});

/** An executable on PATH in place of a cloud's own command line; each case is a pattern of its arguments. */
function tool(name: string, cases: readonly (readonly [string, string])[]): void {
  const branches = cases.map(([pattern, answer]) => `  ${pattern}) cat <<'ANSWER'\n${answer}\nANSWER\n  ;;`).join('\n');
  writeFileSync(join(tools, name), `#!/bin/sh\ncase "$*" in\n${branches}\n  *) echo "not supported" >&2; exit 2 ;;\nesac\n`, { mode: 0o755 });
}

const own = async (args: readonly string[], further: Parameters<typeof runCli>[1] = {}): Promise<CliRun> =>
  await runCli(['audit', 'own', '--folder', instance, ...args], { environment, workingFolder: home, ...further });

async function roleSession(): Promise<void> {
  const base = { accessKeyId: DEMO_AWS_BASE_ACCESS_KEY_ID, secretAccessKey: 'x'.repeat(40), sessionToken: null, expiresAt: null };
  const parameters = { RoleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`, RoleSessionName: 'ada' };
  const xml = await askAws(
    base,
    { endpoint: sim.endpoints.aws, service: 'sts', region: 'us-east-1', version: '2011-06-15', action: 'AssumeRole', parameters },
    ended,
  );
  const of = (name: string): string => element(xml, name) ?? '';
  secrets.push(of('SecretAccessKey'), of('SessionToken'));
  tool('aws', [
    [
      '"configure export-credentials --profile shop --format process"',
      JSON.stringify({
        Version: 1,
        AccessKeyId: of('AccessKeyId'),
        SecretAccessKey: of('SecretAccessKey'),
        SessionToken: of('SessionToken'),
        Expiration: of('Expiration'),
      }),
    ],
  ]);
}

async function entraToken(scope: string): Promise<string> {
  const url = new URL(`/${demoAzureTenantId}/oauth2/v2.0/token`, sim.endpoints.azureAuthority);
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: demoAzureClientId, client_secret: demoAzureClientSecret, scope }).toString();
  const answer = await new Promise<string>((resolve, reject) => {
    const asking = request(
      url,
      { method: 'POST', ca: sim.caCertificatePem, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      (response) => void text(response).then(resolve, reject),
    );
    asking.on('error', reject).end(body);
  });
  const { access_token: token } = JSON.parse(answer) as { access_token: string }; // the simulator's own answer
  secrets.push(token);
  return token;
}

async function googleToken(scope: string): Promise<string> {
  const assertion = await new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(demoGcpAuditorEmail)
    .setAudience('https://oauth2.googleapis.com/token')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key.privateKey);
  const answer = await fetch(new URL('/token', sim.endpoints.gcp), {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string }; // the simulator's own answer
  secrets.push(token);
  return token;
}

describe('an audit of one’s own account, on this machine, with the login of the cloud’s own command line', () => {
  it('asks before it lends a login that cannot be narrowed, says what that could write, and starts nothing without a yes', async () => {
    await roleSession();
    const { code, err, questions } = await own(['--aws-profile', 'shop'], { answer: false });
    expect(code).toBe(4);
    expect(questions).toEqual(['Go on?']);
    expect(err).toMatch(/This login is lent as it is: .*(could, among others|None of the writes|could not be learned)/);
    expect(existsSync(instance)).toBe(false);
  });

  it('AWS: a role’s session, agreed to with --yes, gives findings and a report; it is erased with the audit', async () => {
    await roleSession();
    const { code, out, err } = await own(['--aws-profile', 'shop', '--yes', '--report', 'aws.html']);
    expect(`${String(code)} ${code === 0 ? '' : err}`).toBe('0 ');
    expect(out).toContain('aws.ec2.volume-unattached');
    expect(readFileSync(join(home, 'aws.html'), 'utf8')).toContain('The login was lent as it is');
    expect(sim.log.writes()).toEqual([]);
  }, 180_000);

  it('Azure: the token of az', async () => {
    const [arm, graph] = [await entraToken('https://management.azure.com/.default'), await entraToken('https://graph.microsoft.com/.default')];
    const answer = (accessToken: string): string =>
      JSON.stringify({
        accessToken,
        expires_on: Math.floor(Date.now() / 1000) + 3600,
        subscription: demoAzureSubscriptionId,
        tenant: demoAzureTenantId,
        tokenType: 'Bearer',
      });
    tool('az', [
      ['"account get-access-token --output json"', answer(arm)],
      ['*ms-graph*', answer(graph)],
    ]);
    const { code, out, err } = await own(['--azure', '--yes', '--report', 'azure.html']);
    expect(`${String(code)} ${code === 0 ? '' : err}`).toBe('0 ');
    expect(out).toContain('azure.compute.disk-unattached');
  }, 180_000);

  it('Google Cloud: a token of read-only scope is believed when Google says so, and nobody is asked', async () => {
    tool('gcloud', [
      ['"config get-value project"', demoGcpProjectId],
      ['*read-only*', await googleToken(READ_ONLY)],
    ]);
    const { code, out, err, questions } = await own(['--gcp', '--report', 'gcp.html']);
    expect(`${String(code)} ${code === 0 ? '' : err}`).toBe('0 ');
    expect(questions).toEqual([]);
    expect(out).toContain('gcp.compute.disk-unattached');
    expect(readFileSync(join(home, 'gcp.html'), 'utf8')).toContain('read-only scope was lent');
  }, 180_000);

  it('Google Cloud: a flag that narrowed nothing is not believed', async () => {
    tool('gcloud', [
      ['"config get-value project"', demoGcpProjectId],
      ['*print-access-token*', await googleToken('https://www.googleapis.com/auth/cloud-platform')],
    ]);
    const { code, questions } = await own(['--gcp'], { answer: false });
    expect([code, questions]).toEqual([4, ['Go on?']]);
  });

  const bill = join(process.env['VITRINE_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared'), 'samples/focus/focus-1.0-sample.csv');
  if (!existsSync(bill)) process.stderr.write('\n!!! no sample bill beside this checkout: the FOCUS case is skipped\n\n');
  (existsSync(bill) ? it : it.skip)(
    'a FOCUS bill before any access: its sum to the last digit, its dirty rows named, and no login asked',
    async () => {
      const { code, out, err } = await own(['--focus', bill], { tool: () => Promise.reject(new Error('no login is needed')) });
      expect(`${String(code)} ${code === 0 ? '' : err}`).toBe('0 ');
      expect(out).toContain('Billed: 20.52022672899 USD');
      expect(out).toMatch(/: [a-z-]+ in \d+ rows/);
      expect(out).toContain('Opportunities that the bill alone shows (8 rules');
      expect(err).toContain('for the whole catalogue');
    },
    120_000,
  );

  it('leaves no borrowed secret in any file: not in logs, reports or the instance’s folder', () => {
    expect(secrets.length).toBeGreaterThan(4);
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.parentPath !== tools);
    const found = files.filter(({ parentPath, name }) => {
      const content = readFileSync(join(parentPath, name), 'latin1');
      return secrets.some((secret) => content.includes(secret));
    });
    expect(found.map(({ name }) => name)).toEqual([]);
  });
});

describe('logins that are refused, with what to do said', () => {
  it('a profile that the AWS command line cannot sign in', async () => {
    tool('aws', []);
    expect(await own(['--aws-profile', 'nobody'])).toMatchObject({ code: 2, err: expect.stringContaining('not supported') });
  });

  it('a profile by SSO where the AWS command line is missing: its cache is not read', async () => {
    mkdirSync(join(home, '.aws'), { recursive: true });
    writeFileSync(join(home, '.aws', 'config'), '[profile sso]\nsso_session = main\n');
    const { code, err } = await own(['--aws-profile', 'sso'], { tool: () => Promise.resolve({ kind: 'missing' }) });
    expect(code).toBe(2);
    expect(err).toContain('signs in by sso_session: install the AWS command line');
  });

  it('a long-lived key that AWS does not let narrow is never lent', async () => {
    writeFileSync(
      join(home, '.aws', 'credentials'),
      `[static]\naws_access_key_id = ${DEMO_AWS_BASE_ACCESS_KEY_ID}\naws_secret_access_key = ${'s'.repeat(40)}\n`,
    );
    const { code, err } = await own(['--aws-profile', 'static', '--yes'], { tool: () => Promise.resolve({ kind: 'missing' }) });
    expect(code).toBe(2);
    expect(err).toContain('long-lived key that AWS does not let narrow');
    expect(err).not.toContain('s'.repeat(40));
  });

  it.each([
    ['--azure', 'az'],
    ['--gcp', 'gcloud'],
  ])('%s where %s is not installed', async (flag, program) => {
    const { code, err } = await own([flag], { tool: () => Promise.resolve({ kind: 'missing' }) });
    expect(code).toBe(2);
    expect(err).toContain(`(${program}) is not installed`);
  });
});
