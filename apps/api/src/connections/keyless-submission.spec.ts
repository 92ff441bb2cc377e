import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keylessKinds, type KeylessKind } from '@vitrine/contracts';
import { currentSealingKey, parseSealingKeySet, type SealingKeySet } from '@vitrine/crypto-envelope';
import { sealCredential } from '@vitrine/crypto-seal';
import { withOrganization } from '@vitrine/tenancy';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { freshKey } from '../testing/api-under-test.js';
import { testSealingKeys } from '../testing/sealing-keys.fixture.js';

const ids: Readonly<Record<KeylessKind, Readonly<Record<string, string>>>> = {
  'aws.web-identity': { roleArn: 'arn:aws:iam::111122223333:role/audit/Vitrine' },
  'azure.federated': { tenantId: '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01', clientId: 'c4a8d9e0-7f11-4c7d-a0f4-63b1f1f0aa03' },
  'gcp.wif': {
    projectNumber: '480215937064',
    poolId: 'vitrine',
    providerId: 'vitrine',
    serviceAccountEmail: 'auditor@shop-production.iam.gserviceaccount.com',
  },
};

let house: ApiHouse;
let keys: SealingKeySet;
beforeAll(async () => {
  keys = parseSealingKeySet(await testSealingKeys());
  house = await openApiHouse({ sealingKeys: keys, environment: { VITRINE_FEDERATION_ISSUER: 'https://vitrine.example' } });
}, 60_000);
afterAll(() => house.stop());

const root = () => house.database.poolFor('postgres');
async function make(kind: KeylessKind): Promise<string> {
  return String((await house.as(house.acme, 'admin', 'POST', '/v1/connections', { body: { name: `${kind} ${freshKey()}`, kind } })).body['id']);
}
const submit = (id: string, body: unknown) => house.as(house.acme, 'admin', 'POST', `/v1/connections/${id}/credentials`, { body });
async function envelopes(id: string): Promise<number> {
  return (await root().query<{ n: number }>('select count(*)::int as n from vitrine.credential where connection_id = $1', [id])).rows[0]?.n ?? -1;
}

describe('a keyless connection', () => {
  it.each(keylessKinds)('%s keeps its ids itself and has no envelope (MC-07)', async (kind) => {
    const id = await make(kind);
    const submitted = await submit(id, { credential: ids[kind] });
    expect(submitted.body).toMatchObject({ version: 1, kind, kid: null, sha256: null, sealedByClient: false, expiresAt: null });
    expect(await envelopes(id)).toBe(0);
    const shown = await house.as(house.acme, 'viewer', 'GET', `/v1/connections/${id}`);
    expect(shown.body).toMatchObject({ credentialVersion: 1, nextCredentialVersion: 2, state: 'pending', keylessIdentity: ids[kind] });
    expect((await house.as(house.acme, 'admin', 'POST', `/v1/connections/${id}/validate`)).status).toBe(202);
    // Ids submitted anew are a new version, so that no session of the ones before is used again.
    expect((await submit(id, { credential: ids[kind] })).body['version']).toBe(2);
    expect(await envelopes(id)).toBe(0);
  });

  it('whose ids were sealed before there was this: submitting them anew erases its envelopes, and nobody else’s', async () => {
    const [ours, theirs] = [house.acme.connections.gcp, house.umbra.connections.gcp];
    expect([await envelopes(ours), await envelopes(theirs)]).toEqual([1, 1]);
    expect((await submit(ours, { credential: ids['gcp.wif'] })).body['version']).toBe(2);
    expect([await envelopes(ours), await envelopes(theirs)]).toEqual([0, 1]);
  });

  it('is not the other organization’s: a foreign id is a missing id, and nothing moves', async () => {
    const id = await make('azure.federated');
    const foreign = await house.as(house.umbra, 'admin', 'POST', `/v1/connections/${id}/credentials`, { body: { credential: ids['azure.federated'] } });
    expect([foreign.status, foreign.body['code']]).toEqual([404, 'not-found']);
    expect((await house.as(house.acme, 'viewer', 'GET', `/v1/connections/${id}`)).body).toMatchObject({ credentialVersion: 0, keylessIdentity: null });
  });

  it('Google’s account may be left out: then the federated principal reads by itself', async () => {
    const { serviceAccountEmail: _account, ...direct } = ids['gcp.wif'];
    expect((await submit(await make('gcp.wif'), { credential: direct })).status).toBe(201);
  });

  it('422 nothing-to-seal for an envelope: there is no secret that one could hold', async () => {
    const [id, kind] = [await make('azure.federated'), 'azure.federated' as const];
    const context = { organizationId: house.acme.organizationId, connectionId: id, version: 1, kind };
    const credential = { kind, tenantId: ids[kind]['tenantId'] ?? '', clientId: ids[kind]['clientId'] ?? '' };
    const { envelope } = await sealCredential({ credential, context, key: currentSealingKey(keys, kind, new Date()) });
    const refused = await submit(id, { envelope });
    expect([refused.status, refused.body['code'], await envelopes(id)]).toEqual([422, 'nothing-to-seal', 0]);
  });

  it('the database holds it too: the API’s role can append no envelope of a keyless kind, and could before the policy', async () => {
    const id = await make('azure.federated');
    const append = (kind: string) =>
      withOrganization(house.database.poolFor('vitrine_api'), house.acme.organizationId, (tx) =>
        tx.query(
          `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
           values ($1, $2, 1, $3, 'k', decode(repeat('ab', 300), 'hex'), false, 'x')`,
          [tx.organizationId, id, kind],
        ),
      );
    await expect(append('azure.federated')).rejects.toMatchObject({ code: '42501' });
    await root().query('alter policy nothing_to_seal on vitrine.credential with check (true)');
    await expect(append('azure.federated')).resolves.toBeDefined();
    await root().query(`alter policy nothing_to_seal on vitrine.credential with check (kind not in ('aws.web-identity', 'azure.federated', 'gcp.wif'))`);
  });

  it('takes no URL, no further member and no id of another form', async () => {
    const wrong: readonly (readonly [KeylessKind, Readonly<Record<string, unknown>>])[] = [
      ['azure.federated', { ...ids['azure.federated'], tokenUrl: 'https://evil.example' }],
      ['azure.federated', { ...ids['azure.federated'], tenantId: 'common' }],
      ['aws.web-identity', { roleArn: 'arn:aws:iam::111122223333:role/*' }],
      ['aws.web-identity', { ...ids['aws.web-identity'], externalId: 'x'.repeat(32) }],
      ['gcp.wif', { ...ids['gcp.wif'], poolId: 'a/../b' }],
      ['gcp.wif', { type: 'external_account', credential_source: { url: 'http://169.254.169.254' } }],
    ];
    for (const [kind, credential] of wrong) {
      const id = await make(kind);
      expect([kind, (await submit(id, { credential })).status]).toEqual([kind, 422]);
      expect((await house.as(house.acme, 'viewer', 'GET', `/v1/connections/${id}`)).body['credentialVersion']).toBe(0);
    }
  });

  it('is taken by an organization that accepts envelopes only: its ids are no secret', async () => {
    const set = (sealedSubmissionRequired: boolean) =>
      house.as(house.acme, 'owner', 'PATCH', '/v1/organization', { headers: { 'if-match': '*' }, body: { settings: { sealedSubmissionRequired } } });
    expect((await set(true)).status).toBe(200);
    expect((await submit(await make('aws.web-identity'), { credential: ids['aws.web-identity'] })).status).toBe(201);
    await set(false);
  });

  it('is forgotten when it is deleted: the receipt names no envelope, since there was none', async () => {
    const id = await make('gcp.wif');
    await submit(id, { credential: ids['gcp.wif'] });
    const receipt = await house.as(house.acme, 'admin', 'DELETE', `/v1/connections/${id}`);
    expect(receipt.body).toMatchObject({ connectionId: id, envelopes: [] });
    expect((await root().query('select state, keyless_identity from vitrine.connection where id = $1', [id])).rows).toEqual([
      { state: 'purged', keyless_identity: null },
    ]);
  });
});

describe('the way in of a keyless connection', () => {
  it.each(keylessKinds)('%s: is told with the issuer, and with exactly this connection’s subject', async (kind) => {
    const id = await make(kind);
    const { status, body } = await house.as(house.acme, 'viewer', 'GET', `/v1/connections/${id}/onboarding`);
    const subject = `vitrine:organization:${house.acme.organizationId}:connection:${id}`;
    expect([status, body['issuer'], body['subject']]).toEqual([200, 'https://vitrine.example', subject]);
    expect(JSON.stringify(body['documents'])).toContain(subject);
    expect(body['submit']).toEqual(Object.keys(ids[kind]));
  });

  it('names Google’s provider once its ids are there: that is its audience', async () => {
    const id = await make('gcp.wif');
    await submit(id, { credential: ids['gcp.wif'] });
    expect((await house.as(house.acme, 'viewer', 'GET', `/v1/connections/${id}/onboarding`)).body['audience']).toBe(
      '//iam.googleapis.com/projects/480215937064/locations/global/workloadIdentityPools/vitrine/providers/vitrine',
    );
  });

  it('404 to the other organization, with the bytes of a missing one; 409 for a kind that has a secret', async () => {
    const id = await make('aws.web-identity');
    const missing = '0190b3a4-0000-7000-8000-00000000dead';
    const [foreign, none] = await Promise.all([id, missing].map((each) => house.as(house.umbra, 'admin', 'GET', `/v1/connections/${each}/onboarding`)));
    expect([foreign?.status, none?.status, foreign?.body['code'], none?.body['code']]).toEqual([404, 404, 'not-found', 'not-found']);
    const stored = await house.as(house.acme, 'admin', 'POST', '/v1/connections', { body: { name: `stored ${freshKey()}`, kind: 'azure.secret' } });
    const refused = await house.as(house.acme, 'viewer', 'GET', `/v1/connections/${String(stored.body['id'])}/onboarding`);
    expect([refused.status, refused.body['code']]).toEqual([409, 'not-keyless']);
  });
});
