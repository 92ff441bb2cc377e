import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialKind } from '@vitrine/contracts';
import { sealCredential } from '@vitrine/crypto-seal';
import { currentSealingKey, parseSealingKeySet, type Credential, type SealingKeySet } from '@vitrine/crypto-envelope';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { freshKey, type ApiUnderTest, type Received } from '../testing/api-under-test.js';
import { testSealingKeys } from '../testing/sealing-keys.fixture.js';

let house: ApiHouse;
let database: TestDatabase;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let keys: SealingKeySet;

const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const make = async (kind: CredentialKind, organization: SeededOrganization = acme): Promise<Received> =>
  await as(organization, 'admin', 'POST', '/v1/connections', { body: { name: `${kind} ${freshKey()}`, kind } });

const secret = `CANARY${freshKey()}`;
const azureSecret = { tenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', clientId: '9b2c7a10-5f0e-4a3e-8a51-4b7f1d3c2e90', clientSecret: secret };

beforeAll(async () => {
  keys = parseSealingKeySet(await testSealingKeys());
  house = await openApiHouse({ sealingKeys: keys });
  ({ database, api, acme, umbra } = house);
}, 60_000);
afterAll(async () => await house.stop());

async function sealFor(
  connection: Received,
  credential: Credential,
  organization: SeededOrganization = acme,
  change: { version?: number; connectionId?: string } = {},
): Promise<unknown> {
  const context = {
    organizationId: organization.organizationId,
    connectionId: change.connectionId ?? String(connection.body['id']),
    version: change.version ?? Number(connection.body['nextCredentialVersion']),
    kind: credential.kind,
  };
  return (await sealCredential({ credential, context, key: currentSealingKey(keys, credential.kind, new Date()) })).envelope;
}

describe('making a connection', () => {
  it('201: is pending, without a credential, with an External ID of the server’s own (CF-05)', async () => {
    const [one, two] = [await make('aws.role'), await make('aws.role')];
    expect([one.status, one.body['state'], one.body['credentialVersion'], one.body['nextCredentialVersion']]).toEqual([201, 'pending', 0, 1]);
    expect(String(one.body['externalId'])).toMatch(/^[0-9a-f]{64}$/);
    expect(one.body['externalId']).not.toBe(two.body['externalId']);
    expect(one.headers.get('location')).toBe(`/v1/connections/${String(one.body['id'])}`);
  });

  it('replays under the same Idempotency-Key and makes one', async () => {
    const sent = { body: { name: `once ${freshKey()}`, kind: 'aws.role' }, headers: { 'idempotency-key': freshKey() } };
    const [first, again] = [await as(acme, 'admin', 'POST', '/v1/connections', sent), await as(acme, 'admin', 'POST', '/v1/connections', sent)];
    expect([again.status, again.body['id'], again.headers.get('idempotency-replayed')]).toEqual([201, first.body['id'], 'true']);
  });

  it('403 for a viewer, 409 for a taken name, 422 for unknown kinds, rules and members', async () => {
    const { body } = await make('gcp.wif');
    expect((await as(acme, 'viewer', 'POST', '/v1/connections', { body: { name: 'x', kind: 'aws.role' } })).status).toBe(403);
    expect((await as(acme, 'admin', 'POST', '/v1/connections', { body: { name: body['name'], kind: 'gcp.wif' } })).body['code']).toBe('name-taken');
    const racers = { name: `race ${freshKey()}`, kind: 'aws.role' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => as(acme, 'admin', 'POST', '/v1/connections', { body: racers })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
    expect((await as(acme, 'admin', 'POST', '/v1/connections', { body: { name: 'x', kind: 'aws.root' } })).status).toBe(422);
    expect(
      (await as(acme, 'admin', 'POST', '/v1/connections', { body: { name: 'x', kind: 'aws.role', settings: { rules: ['aws.none'] } } })).body['code'],
    ).toBe('unknown-rule');
    expect((await as(acme, 'admin', 'POST', '/v1/connections', { body: { name: 'x', kind: 'aws.role', externalId: 'mine' } })).body['code']).toBe(
      'unknown-field',
    );
  });
});

describe('submitting a credential', () => {
  it('seals plaintext at once: no row, log line or answer holds it (CF-15, CF-20)', async () => {
    const connection = await make('azure.secret');
    const submitted = await as(acme, 'admin', 'POST', `/v1/connections/${String(connection.body['id'])}/credentials`, { body: { credential: azureSecret } });
    expect([submitted.status, submitted.body['version'], submitted.body['sealedByClient']]).toEqual([201, 1, false]);
    const { rows } = await database
      .poolFor('postgres')
      .query<{ sealed: Buffer; sha256: string }>('select sealed, encode(sealed_sha256, $2) as sha256 from vitrine.credential where connection_id = $1', [
        connection.body['id'],
        'hex',
      ]);
    expect(rows[0]?.sha256).toBe(submitted.body['sha256']);
    const dump = await database
      .poolFor('postgres')
      .query<{ text: string }>(
        `select query_to_xml('select * from ' || c.oid::regclass, true, true, '')::text as text from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'vitrine' and c.relkind = 'r'`,
      );
    const everything = `${dump.rows.map(({ text }) => text).join('\n')}\n${rows[0]?.sealed.toString('latin1') ?? ''}\n${api.log.text()}\n${submitted.text}`;
    for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(secret).toString('hex')])
      expect(everything).not.toContain(form);
  });

  it('takes an envelope that was sealed to exactly this connection and version', async () => {
    const connection = await make('azure.secret');
    const envelope = await sealFor(connection, { kind: 'azure.secret', ...azureSecret });
    const path = `/v1/connections/${String(connection.body['id'])}/credentials`;
    const submitted = await as(acme, 'admin', 'POST', path, { body: { envelope } });
    expect([submitted.status, submitted.body['sealedByClient']]).toEqual([201, true]);
    const stale = await as(acme, 'admin', 'POST', path, { body: { envelope } });
    expect([stale.status, stale.body['code']]).toEqual([409, 'version-conflict']);
  });

  it('case 31: 422 for an envelope sealed for another connection or organization', async () => {
    const [mine, other] = [await make('azure.secret'), await make('azure.secret', umbra)];
    const path = `/v1/connections/${String(mine.body['id'])}/credentials`;
    for (const envelope of [
      await sealFor(mine, { kind: 'azure.secret', ...azureSecret }, acme, { connectionId: String(other.body['id']) }),
      await sealFor(mine, { kind: 'azure.secret', ...azureSecret }, umbra),
    ]) {
      const refused = await as(acme, 'admin', 'POST', path, { body: { envelope } });
      expect([refused.status, refused.body['code']]).toEqual([422, 'envelope-context']);
    }
  });

  it('cases 30 and 33: 422 for foreign members and short tags', async () => {
    const connection = await make('azure.secret');
    const envelope = (await sealFor(connection, { kind: 'azure.secret', ...azureSecret })) as Record<string, string>; // The sealer's own five text members.
    const path = `/v1/connections/${String(connection.body['id'])}/credentials`;
    for (const wrong of [{ ...envelope, aad: 'AAAA' }, { ...envelope, recipients: 'x' }, { ...envelope, tag: 'AAAA' }, { protected: 'x' }]) {
      const refused = await as(acme, 'admin', 'POST', path, { body: { envelope: wrong } });
      expect([refused.status, refused.body['code']]).toEqual([422, 'envelope-invalid']);
    }
  });

  it('case 35: 422 for plaintext where the organization requires sealed submission, and the envelope still passes', async () => {
    const connection = await make('azure.secret', umbra);
    const { headers } = await as(umbra, 'admin', 'GET', '/v1/organization');
    await as(umbra, 'admin', 'PATCH', '/v1/organization', {
      headers: { 'if-match': headers.get('etag') ?? '' },
      body: { settings: { sealedSubmissionRequired: true } },
    });
    const path = `/v1/connections/${String(connection.body['id'])}/credentials`;
    const refused = await as(umbra, 'admin', 'POST', path, { body: { credential: azureSecret } });
    expect([refused.status, refused.body['code']]).toEqual([422, 'plaintext-credential']);
    expect(api.log.text()).not.toContain(secret);
    expect(
      (await as(umbra, 'admin', 'POST', path, { body: { envelope: await sealFor(connection, { kind: 'azure.secret', ...azureSecret }, umbra) } })).status,
    ).toBe(201);
  });

  it('cases 36 to 38: 422 for Google files that name URLs, foreign role ARNs and tenants that are no tenant', async () => {
    const [gcp, aws, azure] = [await make('gcp.key'), await make('aws.role'), await make('azure.secret')];
    const codes = async (connection: Received, credential: unknown): Promise<unknown> =>
      (await as(acme, 'admin', 'POST', `/v1/connections/${String(connection.body['id'])}/credentials`, { body: { credential } })).body['code'];
    expect(await codes(gcp, { type: 'external_account', token_url: 'https://attacker.example', credential_source: { file: '/etc/passwd' } })).toBe(
      'unsupported-credential',
    );
    expect(await codes(aws, { roleArn: 'arn:aws:iam::123456789012:role/*' })).toBe('invalid-role-arn');
    expect(await codes(aws, { roleArn: 'arn:aws:iam::123456789012:role/a\nb' })).toBe('invalid-role-arn');
    for (const tenantId of ['../x', 'common', `${azureSecret.tenantId}0`]) expect(await codes(azure, { ...azureSecret, tenantId })).toBe('invalid-tenant-id');
  });

  it('puts the server’s External ID into an AWS role, whatever the body says (the confused deputy)', async () => {
    const connection = await make('aws.role');
    const path = `/v1/connections/${String(connection.body['id'])}/credentials`;
    expect(
      (await as(acme, 'admin', 'POST', path, { body: { credential: { roleArn: 'arn:aws:iam::123456789012:role/VitrineReadOnly', externalId: 'guessed' } } }))
        .status,
    ).toBe(201);
  });
});

describe('reading and changing', () => {
  it('404, byte for byte the same, for a foreign id and a missing one', async () => {
    const { body } = await make('aws.role', umbra);
    for (const [method, tail] of [
      ['GET', ''],
      ['GET', '/validation'],
      ['GET', '/policy'],
      ['DELETE', ''],
    ] as const) {
      const foreign = await as(acme, 'admin', method, `/v1/connections/${String(body['id'])}${tail}`);
      const missing = await as(acme, 'admin', method, `/v1/connections/0190b3a4-0000-7000-8000-000000000001${tail}`);
      const shape = ({ text, body: problem }: Received): string => text.replace(String(problem['instance']), '');
      expect([foreign.status, shape(foreign)]).toEqual([404, shape(missing)]);
    }
  });

  it('lists only the caller’s organization, page by page', async () => {
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await as(acme, 'viewer', 'GET', `/v1/connections?limit=3${cursor}`);
      const items = page.body['items'] as { id: string }[]; // Shape asserted by the route's schema.
      seen.push(...items.map(({ id }) => id));
      cursor = typeof page.body['nextCursor'] === 'string' ? `&cursor=${encodeURIComponent(page.body['nextCursor'])}` : '';
    } while (cursor !== '');
    const { rows } = await database
      .poolFor('postgres')
      .query<{ id: string }>(`select id from vitrine.connection where organization_id = $1 and state <> 'purged' order by id`, [acme.organizationId]);
    expect(seen).toEqual(rows.map(({ id }) => id));
  });

  it('412 and 428 guard a change', async () => {
    const connection = await make('aws.role');
    const path = `/v1/connections/${String(connection.body['id'])}`;
    expect((await as(acme, 'admin', 'PATCH', path, { body: { name: 'a' } })).status).toBe(428);
    expect((await as(acme, 'admin', 'PATCH', path, { headers: { 'if-match': '"v9"' }, body: { name: 'a' } })).status).toBe(412);
    const changed = await as(acme, 'admin', 'PATCH', path, {
      headers: { 'if-match': connection.headers.get('etag') ?? '' },
      body: { settings: { accounts: ['123456789012'], regions: ['eu-central-1'] } },
    });
    expect([changed.status, changed.body['settings']]).toEqual([200, { accounts: ['123456789012'], regions: ['eu-central-1'] }]);
  });

  it('shows both lists of the policy, with this connection’s External ID', async () => {
    const connection = await make('aws.role');
    const { status, body } = await as(acme, 'viewer', 'GET', `/v1/connections/${String(connection.body['id'])}/policy`);
    expect(status).toBe(200);
    expect(JSON.stringify(body['documents'])).toContain(String(connection.body['externalId']));
    expect(JSON.stringify(body['refused'])).toContain('secretsmanager:GetSecretValue');
  });
});

describe('validation', () => {
  it('202: writes the job and offers two ids; 409 without a credential', async () => {
    const connection = await make('azure.secret');
    const path = `/v1/connections/${String(connection.body['id'])}`;
    expect((await as(acme, 'admin', 'POST', `${path}/validate`)).body['code']).toBe('credential-missing');
    await as(acme, 'admin', 'POST', `${path}/credentials`, { body: { credential: azureSecret } });
    const offers = api.queue.offers.length;
    expect((await as(acme, 'admin', 'POST', `${path}/validate`)).status).toBe(202);
    expect(api.queue.offers.slice(offers)).toEqual([
      { queue: 'azure', reference: { organizationId: acme.organizationId, jobId: expect.any(String) }, offerNo: 1 },
    ]);
    expect((await as(acme, 'admin', 'GET', `${path}/validation`)).body['running']).toBe(true);
  });

  it('case 51: still 202 and the row kept when the queue is away', async () => {
    const connection = await make('azure.secret');
    const path = `/v1/connections/${String(connection.body['id'])}`;
    await as(acme, 'admin', 'POST', `${path}/credentials`, { body: { credential: azureSecret } });
    api.queue.break();
    try {
      expect((await as(acme, 'admin', 'POST', `${path}/validate`)).status).toBe(202);
    } finally {
      api.queue.mend();
    }
    const { rowCount } = await database
      .poolFor('postgres')
      .query(`select 1 from vitrine.job where connection_id = $1 and state = 'queued'`, [connection.body['id']]);
    expect(rowCount).toBe(1);
  });
});

describe('deleting', () => {
  it('CF-10: erases every envelope in the request, answers with their digests, then 404 (cases 42 and 43)', async () => {
    const connection = await make('azure.secret');
    const path = `/v1/connections/${String(connection.body['id'])}`;
    const [one, two] = [
      await as(acme, 'admin', 'POST', `${path}/credentials`, { body: { credential: azureSecret } }),
      await as(acme, 'admin', 'POST', `${path}/credentials`, { body: { credential: azureSecret } }),
    ];
    const receipt = await as(acme, 'admin', 'DELETE', path);
    expect([receipt.status, receipt.body['envelopes']]).toEqual([
      200,
      [
        { version: 1, sha256: one.body['sha256'] },
        { version: 2, sha256: two.body['sha256'] },
      ],
    ]);
    const { rows } = await database
      .poolFor('postgres')
      .query('select count(*)::int as n from vitrine.credential where connection_id = $1', [connection.body['id']]);
    expect(rows).toEqual([{ n: 0 }]);
    expect((await as(acme, 'admin', 'DELETE', path)).status).toBe(404);
    expect((await as(acme, 'admin', 'POST', `${path}/validate`)).status).toBe(404);
  });
});
