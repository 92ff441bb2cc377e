import { describe, expect, it } from '@jest/globals';
import { CredentialError } from './credential-error.js';
import { cloudOf, credentialKinds, custodyOf } from './credential-kind.js';
import { parseCredential } from './credential.js';
import { sampleCredentials, sampleOf } from './fixtures/sample-credentials.js';
import { gcpKeyFromFile } from './gcp-key-file.js';

function refusalOf(act: () => unknown): CredentialError {
  try {
    act();
  } catch (error) {
    if (error instanceof CredentialError) return error;
    throw error;
  }
  throw new Error('the credential was accepted');
}
const codeOf = (input: unknown): string => refusalOf(() => parseCredential(input)).code;

describe('kinds', () => {
  it('have one sample each, and every sample is accepted as it stands', () => {
    expect(sampleCredentials.map(({ kind }) => kind)).toEqual([...credentialKinds]);
    for (const sample of sampleCredentials) expect(parseCredential(sample)).toEqual(sample);
  });

  it('are offered without a secret first, borrowed next, stored last', () => {
    expect(credentialKinds.map(custodyOf)).toEqual([
      ...Array<string>(4).fill('federated'),
      ...Array<string>(3).fill('borrowed'),
      ...Array<string>(3).fill('stored'),
    ]);
  });

  it('belong to the cloud they are named after', () => {
    for (const kind of credentialKinds) expect(kind.startsWith(`${cloudOf(kind)}.`)).toBe(true);
  });

  it('are closed lists of members: one more, or one less, is refused', () => {
    for (const sample of sampleCredentials) {
      expect(codeOf({ ...sample, endpoint: 'http://127.0.0.1' })).toBe('credential-invalid');
      for (const member of Object.keys(sample)) {
        const { [member]: left, ...rest } = { ...sample } as Record<string, unknown>; // a record, to leave out a member by name
        const isOptional = member === 'regions' || member === 'graphToken' || member === 'serviceAccountEmail';
        if (isOptional) expect(parseCredential(rest)).toEqual(rest);
        else expect(codeOf(rest)).not.toBe('');
        expect(left).toBeDefined();
      }
    }
  });
});

describe('a role ARN (bad input 37)', () => {
  const role = sampleOf('aws.role');
  it.each([
    'arn:aws-eu:iam::123456789012:role/Reader',
    // No reader reaches these partitions: told now, not by a worker later.
    'arn:aws-cn:iam::123456789012:role/Reader',
    'arn:aws-us-gov:iam::123456789012:role/Reader',
    'arn:aws:iam::123456789012:role/*',
    'arn:aws:iam::*:role/Reader',
    'arn:aws:iam::123456789012:role/Reader\n',
    'arn:aws:iam::123456789012:user/Reader',
    'arn:aws:sts::123456789012:assumed-role/Reader/x',
    'arn:aws:iam::12345678901:role/Reader',
    'arn:aws:iam::123456789012:role/',
    'arn:aws:iam::123456789012:role//Reader',
    ' arn:aws:iam::123456789012:role/Reader',
    `arn:aws:iam::123456789012:role/${'x'.repeat(65)}`,
    7,
  ])('is not %j', (roleArn) => {
    const refusal = refusalOf(() => parseCredential({ ...role, roleArn }));
    expect(refusal.code).toBe('invalid-role-arn');
    expect(refusal.problems).toEqual([{ pointer: '/roleArn', code: 'invalid-role-arn' }]);
  });
});

describe('a region', () => {
  it.each(['eu-central-1.evil.example', 'eu-central-1@evil', '../eu', 'EU-CENTRAL-1', 'eu-central-1\n', ''])(
    'is not %j, because it becomes part of a host name',
    (region) => {
      const refusal = refusalOf(() => parseCredential({ ...sampleOf('aws.role'), regions: [region] }));
      expect([refusal.code, refusal.problems[0]?.pointer]).toEqual(['credential-invalid', '/regions/0']);
    },
  );
});

describe('a tenant id (bad input 38)', () => {
  it.each([
    'common',
    'organizations',
    'consumers',
    '../x',
    'contoso.onmicrosoft.com',
    '11111111-2222-4333-8444-5555555555555',
    '11111111-2222-4333-8444-555555555555\n',
    '00000000-0000-0000-0000-000000000000',
    '{11111111-2222-4333-8444-555555555555}',
  ])('is a directory by its GUID, never %j', (tenantId) => {
    for (const kind of ['azure.federated', 'azure.secret', 'azure.token'] as const) {
      expect(codeOf({ ...sampleOf(kind), tenantId })).toBe('invalid-tenant-id');
    }
  });
});

describe('what a secret may be made of', () => {
  it.each(['line\r\nHost: evil.example', 'has a space in the middle', 'ümlaut-ümlaut-ümlaut-ümlaut', '\u0000'.repeat(30)])(
    'never what breaks a header or a form: %j',
    (secret) => {
      expect(codeOf({ ...sampleOf('azure.secret'), clientSecret: secret })).toBe('credential-invalid');
      expect(codeOf({ ...sampleOf('gcp.token'), accessToken: secret })).toBe('credential-invalid');
      expect(codeOf({ ...sampleOf('aws.session'), sessionToken: secret })).toBe('credential-invalid');
      expect(codeOf({ ...sampleOf('azure.token'), accessToken: secret })).toBe('credential-invalid');
    },
  );

  it('keeps temporary and long-lived AWS keys apart', () => {
    expect(codeOf({ ...sampleOf('aws.key'), accessKeyId: 'ASIAIOSFODNN7EXAMPLE' })).toBe('credential-invalid');
    expect(codeOf({ ...sampleOf('aws.session'), accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })).toBe('credential-invalid');
  });
});

describe('customer input never chooses a host (bad input 36)', () => {
  const external = {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
    credential_source: { url: 'http://169.254.169.254/latest' },
    token_url: 'https://evil.example/token',
  };

  it('refuses a Google external_account file wherever it is put', () => {
    expect(codeOf(external)).toBe('unsupported-credential');
    expect(codeOf({ kind: 'gcp.key', ...external })).toBe('unsupported-credential');
    expect(codeOf({ ...sampleOf('gcp.wif'), credential_source: external.credential_source })).toBe('unsupported-credential');
    expect(codeOf({ ...sampleOf('gcp.key'), privateKey: JSON.stringify(external) })).toBe('unsupported-credential');
    expect(codeOf({ kind: 'gcp.wif', config: { nested: [external] } })).toBe('unsupported-credential');
  });

  it('refuses a key pasted whole, with its token_uri, as gcp.key', () => {
    expect(codeOf({ ...sampleOf('gcp.key'), token_uri: 'https://evil.example/token' })).toBe('unsupported-credential');
  });

  it.each([{}, { kind: 'aws.root' }, { kind: 7 }, { kind: '__proto__' }])('refuses the unknown kind %j', (input) => {
    expect(codeOf(input)).toBe('unsupported-credential');
  });

  it('survives a circular and a very deep input', () => {
    const circular: Record<string, unknown> = { kind: 'gcp.key' };
    circular['self'] = circular;
    expect(codeOf(circular)).toBe('unsupported-credential');
    let deep: unknown = 'x';
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    expect(codeOf({ kind: 'gcp.key', deep })).not.toBe('');
  });

  it('takes four fields out of a service account file and leaves its URLs behind', () => {
    const sample = sampleOf('gcp.key');
    const file = {
      type: 'service_account',
      client_email: sample.clientEmail,
      private_key: sample.privateKey,
      private_key_id: sample.privateKeyId,
      project_id: sample.projectId,
      token_uri: 'https://evil.example/token',
      universe_domain: 'evil.example',
    };
    expect(gcpKeyFromFile(file)).toEqual(sample);
    expect(refusalOf(() => gcpKeyFromFile(external)).code).toBe('unsupported-credential');
    expect(refusalOf(() => gcpKeyFromFile({ ...file, type: 'authorized_user' })).code).toBe('unsupported-credential');
  });
});

describe('a refusal', () => {
  it('names members and codes, never a value, nor the name of an unknown member', () => {
    const canary = 'CANARY0secret0value0pasted0in0the0wrong0place';
    const refusal = refusalOf(() => parseCredential({ ...sampleOf('aws.key'), accessKeyId: canary, [canary]: canary, secretAccessKey: canary }));
    expect(JSON.stringify([refusal, refusal.message, refusal.stack, refusal.problems])).not.toContain(canary);
    expect(refusal.problems.map(({ pointer }) => pointer)).toContain('/secretAccessKey');
  });
});
