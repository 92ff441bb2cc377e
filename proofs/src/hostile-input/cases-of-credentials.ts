import type { CredentialKind } from '@vitrine/contracts';
import { currentSealingKey, maximumEnvelopeBytes, parseSealingKeySet, type SealingKeySet } from '@vitrine/crypto-envelope';
import { sealCredential } from '@vitrine/crypto-seal';
import { freshSealingKeys } from './attack-ground.js';
import { each, idIn, outcome, type Attacked, type CatalogueCase } from './catalogue-case.js';

/** Cases 27 to 38: what a submitted envelope or credential may not be. */
const TENANT = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const CLIENT = '9b2c7a10-5f0e-4a3e-8a51-4b7f1d3c2e90';
let made = 0;

async function connect({ api, tokens }: Attacked, kind: CredentialKind): Promise<string> {
  const body = { name: `${kind} under attack ${String((made += 1))}`, kind };
  return idIn(await api.send({ method: 'POST', path: '/v1/connections', token: tokens.admin, body }));
}
async function submit({ api, tokens }: Attacked, connectionId: string, body: unknown): Promise<string> {
  return outcome(await api.send({ method: 'POST', path: `/v1/connections/${connectionId}/credentials`, token: tokens.admin, body }));
}

interface SealedFor {
  readonly organizationId?: string;
  readonly connectionId?: string;
  readonly version?: number;
  readonly keys?: SealingKeySet;
}
async function sealed({ ground }: Attacked, connectionId: string, wrong: SealedFor = {}): Promise<Record<string, string>> {
  const credential = { kind: 'azure.secret', tenantId: TENANT, clientId: CLIENT, clientSecret: 'not-a-real-secret-0001' } as const;
  const context = { organizationId: ground.acme.organizationId, connectionId, version: 1, kind: credential.kind, ...wrong };
  const { envelope } = await sealCredential({ credential, context, key: currentSealingKey(wrong.keys ?? ground.sealingKeys, credential.kind, new Date()) });
  return { ...envelope };
}
function withHeader(envelope: Record<string, string>, change: Record<string, unknown>): Record<string, string> {
  const header: unknown = JSON.parse(Buffer.from(envelope['protected'] ?? '', 'base64url').toString());
  return { ...envelope, protected: Buffer.from(JSON.stringify({ ...Object(header), ...change })).toString('base64url') };
}
/** An envelope that was right, changed in each of the ways, each for a connection that waits for its first. */
async function changed(attacked: Attacked, changes: readonly ((envelope: Record<string, string>) => object)[]): Promise<string> {
  const connectionId = await connect(attacked, 'azure.secret');
  return await each(changes, async (change) => await submit(attacked, connectionId, { envelope: change(await sealed(attacked, connectionId)) }));
}
async function plain(attacked: Attacked, kind: CredentialKind, credentials: readonly object[]): Promise<string> {
  const connectionId = await connect(attacked, kind);
  return await each(credentials, async (credential) => await submit(attacked, connectionId, { credential }));
}

const roleArns = [
  'arn:aws-evil:iam::123456789012:role/x',
  'arn:aws:iam::123456789012:role/*',
  'arn:aws:iam::123456789012:role/a\nb',
  'arn:aws:iam::1:role/x',
  '',
];
const tenantIds = ['../x', 'common', 'organizations', `${TENANT}0`, `${TENANT}\n`, 'contoso.example'];
const external = { type: 'external_account', audience: 'x', token_url: 'http://169.254.169.254/', credential_source: { url: 'http://169.254.169.254/' } };

export const casesOfCredentials: readonly CatalogueCase[] = [
  {
    number: 27,
    what: 'an envelope sealed to a key that is unknown or retired',
    expected: '409 sealing-key-stale',
    seen: async (attacked) => {
      const connectionId = await connect(attacked, 'azure.secret');
      const keys = parseSealingKeySet(await freshSealingKeys());
      return await submit(attacked, connectionId, { envelope: await sealed(attacked, connectionId, { keys }) });
    },
  },
  {
    number: 28,
    what: 'alg dir, RSA1_5, PBES2, none, A256KW',
    expected: '422 envelope-invalid',
    seen: async (attacked) =>
      await changed(
        attacked,
        ['dir', 'RSA1_5', 'PBES2-HS256+A128KW', 'none', 'A256KW'].map((alg) => (envelope) => withHeader(envelope, { alg })),
      ),
  },
  {
    number: 29,
    what: 'zip, crit, jku, jwk, x5u, p2c in the header',
    expected: '422 envelope-invalid',
    seen: async (attacked) =>
      await changed(
        attacked,
        [{ zip: 'DEF' }, { crit: ['exp'] }, { jku: 'https://attacker.example' }, { jwk: {} }, { x5u: 'x' }, { p2c: 1e9 }].map(
          (member) => (envelope) => withHeader(envelope, member),
        ),
      ),
  },
  {
    number: 30,
    what: 'members aad, recipients, unprotected, header',
    expected: '422 envelope-invalid',
    seen: async (attacked) =>
      await changed(
        attacked,
        [{ aad: 'eA' }, { recipients: [] }, { unprotected: { alg: 'dir' } }, { header: {} }].map((member) => (envelope) => ({ ...envelope, ...member })),
      ),
  },
  {
    number: 31,
    what: 'sealed for another organization or connection',
    expected: '422 envelope-context',
    seen: async (attacked) => {
      const connectionId = await connect(attacked, 'azure.secret');
      const { umbra, acme } = attacked.ground;
      return await each([{ organizationId: umbra.organizationId }, { connectionId: acme.connections.azure }], async (wrong) =>
        submit(attacked, connectionId, { envelope: await sealed(attacked, connectionId, wrong) }),
      );
    },
  },
  {
    number: 32,
    what: 'sealed for any version but the next',
    expected: '409 version-conflict',
    seen: async (attacked) => {
      const connectionId = await connect(attacked, 'azure.secret');
      return await each([2, 7, 999], async (version) => await submit(attacked, connectionId, { envelope: await sealed(attacked, connectionId, { version }) }));
    },
  },
  {
    number: 33,
    what: 'tag not 16 bytes, iv not 12, padding, not base64url',
    expected: '422 envelope-invalid',
    seen: async (attacked) =>
      await changed(attacked, [
        (envelope) => ({ ...envelope, tag: envelope['tag']?.slice(0, 16) }),
        (envelope) => ({ ...envelope, iv: `${envelope['iv'] ?? ''}AAAA` }),
        (envelope) => ({ ...envelope, tag: `${envelope['tag'] ?? ''}==` }),
        (envelope) => ({ ...envelope, iv: '!'.repeat(16) }),
        (envelope) => ({ ...envelope, ciphertext: '' }),
      ]),
  },
  {
    number: 34,
    what: 'an envelope of 24,577 bytes, and a body beyond',
    expected: '413 body-too-large',
    seen: async (attacked) =>
      await changed(
        attacked,
        [0, 40_000].map((more) => (envelope) => {
          const padding = maximumEnvelopeBytes + 1 - Buffer.byteLength(JSON.stringify(envelope)) + more;
          return { ...envelope, ciphertext: `${envelope['ciphertext'] ?? ''}${'A'.repeat(padding)}` };
        }),
      ),
  },
  {
    number: 35,
    what: 'plaintext where the organization takes sealed only',
    expected: '422 plaintext-credential, log: clean',
    seen: async (attacked) => {
      const { api, tokens } = attacked;
      const connectionId = await connect(attacked, 'azure.secret');
      const setting = async (sealedSubmissionRequired: boolean): Promise<void> => {
        const body = { settings: { sealedSubmissionRequired } };
        const seen = await api.send({ method: 'PATCH', path: '/v1/organization', token: tokens.owner, headers: { 'if-match': '*' }, body });
        if (seen.status !== 200) throw new Error(`the setting was refused: ${seen.text}`);
      };
      await setting(true);
      const refused = await submit(attacked, connectionId, { credential: { tenantId: TENANT, clientId: CLIENT, clientSecret: 'CANARY-35-in-plain-text' } });
      await setting(false);
      return `${refused}, log: ${api.process.output().includes('CANARY-35') ? 'told' : 'clean'}`;
    },
  },
  {
    number: 36,
    what: 'GCP external_account, authorized_user and a universe_domain of somebody’s',
    expected: '422 unsupported-credential',
    seen: async (attacked) =>
      await each(['gcp.key', 'gcp.wif'] as const, async (kind) => await plain(attacked, kind, [external, { ...external, type: 'authorized_user' }])),
  },
  {
    number: 37,
    what: 'a role ARN of a wrong partition, with *, a newline, a short account',
    expected: '422 invalid-role-arn',
    seen: async (attacked) =>
      await plain(
        attacked,
        'aws.role',
        roleArns.map((roleArn) => ({ roleArn })),
      ),
  },
  {
    number: 38,
    what: 'tenant id ../x, common, 37 characters, a newline, a domain',
    expected: '422 invalid-tenant-id',
    seen: async (attacked) =>
      await plain(
        attacked,
        'azure.secret',
        tenantIds.map((tenantId) => ({ tenantId, clientId: CLIENT, clientSecret: 'not-a-real-secret-0002' })),
      ),
  },
];
