import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentialKinds, type CredentialKind } from '@vitrine/contracts';
import { currentSealingKey, maximumEnvelopeBytes, parseSealingKeySet, type SealingKeySet } from '@vitrine/crypto-envelope';
import { sealCredential } from '@vitrine/crypto-seal';
import { createTestDatabase, seedTwoOrganizations, startTestIssuer, type SeededOrganization, type TestDatabase, type TestIssuer } from '@vitrine/testing';
import { freshKey, startApiUnderTest, type ApiUnderTest, type Received } from '../testing/api-under-test.js';
import { testSealingKeys } from '../testing/sealing-keys.fixture.js';

/** Reference security.md §7, cases 27 to 38: what an envelope or a credential may not be; numbers are the catalogue's. */
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let folder: string;
let keys: SealingKeySet;
let admin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-keys-'));
  keys = parseSealingKeySet(await testSealingKeys());
  await writeFile(join(folder, 'keys.json'), JSON.stringify(keys));
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  ({ acme } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  admin = await issuer.mint({ subject: acme.members.admin.subject, claims: { org_id: acme.claim.value } });
  api = await startApiUnderTest({
    databaseUrl: database.url('vitrine_api'),
    issuer: issuer.issuer,
    environment: { VITRINE_SEALING_KEYS_FILE: join(folder, 'keys.json') },
  });
}, 60_000);
afterAll(async () => {
  await api.stop();
  await issuer.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
async function make(kind: CredentialKind): Promise<string> {
  return String((await api.send('POST', '/v1/connections', { token: admin, body: { name: `${kind} ${freshKey()}`, kind } })).body['id']);
}
const submit = async (connectionId: string, body: unknown): Promise<Received> =>
  await api.send('POST', `/v1/connections/${connectionId}/credentials`, { token: admin, body });

type Envelope = Record<string, string>;
async function sealed(connectionId: string, set: SealingKeySet = keys, version = 1): Promise<Envelope> {
  const credential = {
    kind: 'azure.secret',
    tenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    clientId: '9b2c7a10-5f0e-4a3e-8a51-4b7f1d3c2e90',
    clientSecret: `S${freshKey()}`,
  } as const;
  const context = { organizationId: acme.organizationId, connectionId, version, kind: credential.kind };
  const { envelope } = await sealCredential({ credential, context, key: currentSealingKey(set, credential.kind, new Date()) });
  return { ...envelope };
}
/** The same envelope under a header of the attacker's own. */
function withHeader(envelope: Envelope, change: Record<string, unknown>): Envelope {
  const header = JSON.parse(Buffer.from(envelope['protected'] ?? '', 'base64url').toString()) as Record<string, unknown>; // The sealer's own.
  return { ...envelope, protected: Buffer.from(JSON.stringify({ ...header, ...change })).toString('base64url') };
}

describe('an envelope that a caller sealed', () => {
  it('case 27: 409 sealing-key-stale for a key that is unknown or retired', async () => {
    const connectionId = await make('azure.secret');
    const foreign = await sealed(connectionId, parseSealingKeySet(await testSealingKeys()));
    expect(outcome(await submit(connectionId, { envelope: foreign }))).toEqual([409, 'sealing-key-stale']);
  });

  it('case 27: over an epoch’s change, takes the current and the next key that it publishes, and the retired one no more; no restart between', async () => {
    const next = parseSealingKeySet(await testSealingKeys());
    const publish = async (set: SealingKeySet): Promise<void> => {
      await writeFile(join(folder, 'keys.json'), JSON.stringify(set));
      expect((await api.send('GET', '/v1/sealing-keys', {})).body).toEqual(set);
    };
    await publish({ keys: [...keys.keys, ...next.keys.map((key) => ({ ...key, status: 'next' as const }))] });
    for (const set of [keys, next]) {
      const connectionId = await make('azure.secret');
      expect((await submit(connectionId, { envelope: await sealed(connectionId, set) })).status).toBe(201);
    }
    await publish(next);
    const connectionId = await make('azure.secret');
    expect(outcome(await submit(connectionId, { envelope: await sealed(connectionId) }))).toEqual([409, 'sealing-key-stale']);
    expect((await submit(connectionId, { envelope: await sealed(connectionId, next) })).status).toBe(201);
    await publish(keys);
  });

  it.each(['dir', 'RSA1_5', 'PBES2-HS256+A128KW', 'none', 'ECDH-ES'])('case 28: 422 envelope-invalid for alg %s', async (alg) => {
    const connectionId = await make('azure.secret');
    expect(outcome(await submit(connectionId, { envelope: withHeader(await sealed(connectionId), { alg }) }))).toEqual([422, 'envelope-invalid']);
  });

  it.each([{ zip: 'DEF' }, { crit: ['exp'] }, { jku: 'https://attacker.example/keys' }, { jwk: {} }, { enc: 'A128GCM' }, { p2c: 1_000_000_000 }])(
    'case 29: 422 envelope-invalid for the header member %j',
    async (member) => {
      const connectionId = await make('azure.secret');
      expect(outcome(await submit(connectionId, { envelope: withHeader(await sealed(connectionId), member) }))).toEqual([422, 'envelope-invalid']);
    },
  );

  it('case 32: 409 version-conflict for any version but the next', async () => {
    const connectionId = await make('azure.secret');
    for (const version of [2, 7])
      expect(outcome(await submit(connectionId, { envelope: await sealed(connectionId, keys, version) }))).toEqual([409, 'version-conflict']);
  });

  it('of two submitted at once for one version, one is stored and the other told', async () => {
    const connectionId = await make('azure.secret');
    const both = [await sealed(connectionId), await sealed(connectionId)];
    const answers = await Promise.all(both.map((envelope) => submit(connectionId, { envelope })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await database.poolFor('postgres').query('select version from vitrine.credential where connection_id = $1', [connectionId])).rows).toEqual([
      { version: 1 },
    ]);
  });

  it('case 34: 413 for an envelope of 24,577 bytes, and for a body beyond', async () => {
    const connectionId = await make('azure.secret');
    const envelope = await sealed(connectionId);
    const padding = maximumEnvelopeBytes + 1 - Buffer.byteLength(JSON.stringify(envelope));
    const long = { ...envelope, ciphertext: `${envelope['ciphertext'] ?? ''}${'A'.repeat(padding)}` };
    expect(Buffer.byteLength(JSON.stringify(long))).toBe(24_577);
    expect(outcome(await submit(connectionId, { envelope: long }))).toEqual([413, 'body-too-large']);
    expect(outcome(await submit(connectionId, { envelope: { ...long, ciphertext: 'A'.repeat(40_000) } }))).toEqual([413, 'body-too-large']);
  });

  it('case 11: 422 unknown-field for keys that reach for a prototype', async () => {
    const connectionId = await make('azure.secret');
    const answer = await api.send('POST', `/v1/connections/${connectionId}/credentials`, {
      token: admin,
      raw: '{"envelope":{"__proto__":{"protected":"x"}}}',
      headers: { 'content-type': 'application/json' },
    });
    expect(outcome(answer)).toEqual([422, 'unknown-field']);
  });
});

describe('a credential that is refused', () => {
  it.each(credentialKinds)('%s: is neither stored, logged nor quoted, whatever was wrong with it (CF-20)', async (kind) => {
    const canary = `CANARY${freshKey()}${freshKey()}`;
    const connectionId = await make(kind);
    const members = ['clientSecret', 'secretAccessKey', 'sessionToken', 'accessToken', 'private_key', 'roleArn', 'tenantId', 'projectId', 'expiresAt', canary];
    for (const body of [
      { credential: Object.fromEntries(members.map((member) => [member, `${canary} with a blank`])) },
      { credential: { type: 'service_account', private_key: `-----BEGIN PRIVATE KEY-----\n${canary}` } },
      { envelope: { protected: canary, encrypted_key: canary, iv: canary, ciphertext: canary, tag: canary } },
      { credential: canary },
      { credential: {}, [canary]: canary },
    ]) {
      const refused = await submit(connectionId, body);
      expect([refused.status, refused.text.includes(`${canary} `)]).toEqual([422, false]);
      // A member's name may be pointed at; a value never.
      expect(refused.text.replaceAll(`/${canary}`, '')).not.toContain(canary);
    }
    expect(api.log.text()).not.toContain(canary);
    const dump = await database
      .poolFor('postgres')
      .query<{ text: string }>(
        `select query_to_xml('select * from ' || c.oid::regclass, true, true, '')::text as text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('vitrine', 'bullmq', 'directory') and c.relkind = 'r'`,
      );
    expect(dump.rows.some(({ text }) => text.includes(canary))).toBe(false);
  });
});
