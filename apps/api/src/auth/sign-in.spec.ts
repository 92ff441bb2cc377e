import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  seedTwoOrganizations,
  startTestIssuer,
  testClock,
  withinASecond,
  type MintOptions,
  type SeededOrganization,
  type TestDatabase,
  type TestIssuer,
} from '@vitrine/testing';
import { SignJWT } from 'jose';
import { issuersSchema } from './issuer-config.js';
import { IssuerKeys } from './issuer-keys.js';
import { OidcVerifier } from './oidc-verifier.js';
import { startApiUnderTest, type ApiUnderTest } from '../testing/api-under-test.js';

let database: TestDatabase;
let issuer: TestIssuer;
let entra: TestIssuer;
let open: TestIssuer;
let stranger: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;

beforeAll(async () => {
  [database, issuer, entra, open, stranger] = await Promise.all([
    createTestDatabase(),
    startTestIssuer(),
    startTestIssuer(),
    startTestIssuer(),
    startTestIssuer(),
  ]);
  ({ acme, umbra } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  const superuser = database.poolFor('postgres');
  await superuser.query(`insert into vitrine.organization_claim (organization_id, issuer, claim, value) values ($1, $2, 'tid', 'tenant-of-umbra')`, [
    umbra.organizationId,
    entra.issuer,
  ]);
  await superuser.query(`insert into vitrine.member (organization_id, id, issuer, subject, role) values ($1, $2, $3, 'entra-user', 'viewer')`, [
    umbra.organizationId,
    randomUUID(),
    entra.issuer,
  ]);
  api = await startApiUnderTest({
    databaseUrl: database.url('vitrine_api'),
    issuer: issuer.issuer,
    environment: {
      VITRINE_OIDC_ISSUERS: JSON.stringify([
        { issuer: issuer.issuer, audience: 'vitrine' },
        { issuer: entra.issuer, audience: 'vitrine', organizationClaim: 'tid' },
        { issuer: open.issuer, audience: 'vitrine', organizationClaim: 'o.id', createOnFirstSignIn: true },
      ]),
    },
  });
});
afterAll(async () => {
  await api.stop();
  await Promise.all([issuer.stop(), entra.stop(), open.stop(), stranger.stop()]);
  await database.drop();
});

const ask = async (token: string): Promise<[number, unknown]> => {
  const { status, body } = await api.send('GET', '/v1/organization', { token });
  return [status, status === 200 ? body['id'] : body['code']];
};
const mint = async (more: Partial<MintOptions> = {}): Promise<string> =>
  await issuer.mint({ subject: acme.members.viewer.subject, ...more, claims: { org_id: acme.claim.value, ...more.claims } });

describe('sign-in by OIDC', () => {
  it('takes each issuer by its own claim: org_id of one, tid of another', async () => {
    expect(await ask(await mint())).toEqual([200, acme.organizationId]);
    expect(await ask(await entra.mint({ subject: 'entra-user', claims: { tid: 'tenant-of-umbra' } }))).toEqual([200, umbra.organizationId]);
    // The other issuer's claim name means nothing here.
    expect(await ask(await entra.mint({ subject: 'entra-user', claims: { org_id: 'tenant-of-umbra' } }))).toEqual([403, 'organization-unknown']);
  });

  it('reads the keys once per process for many requests, and follows a rotation', async () => {
    for (const _ of api.urls) await ask(await mint({ lifetime: 301 }));
    const before = issuer.requests('/jwks');
    await Promise.all(Array.from({ length: 10 }, async (_, at) => await ask(await mint({ lifetime: 310 + at }))));
    expect(issuer.requests('/jwks')).toBe(before);
    expect(issuer.requests('/.well-known/openid-configuration')).toBe(api.urls.length);
  });

  it('an organization claim that is unknown is 403 organization-unknown; none at all too', async () => {
    expect(await ask(await mint({ claims: { org_id: 'org_of_nobody' } }))).toEqual([403, 'organization-unknown']);
    expect(await ask(await issuer.mint({ subject: acme.members.viewer.subject }))).toEqual([403, 'organization-unknown']);
    expect(await ask(await mint({ claims: { org_id: [acme.claim.value, umbra.claim.value] } }))).toEqual([403, 'organization-unknown']);
  });

  it("a member of one organization with the other's claim is 403: the claim says where, the row says whether", async () => {
    expect(await ask(await mint({ claims: { org_id: umbra.claim.value } }))).toEqual([403, 'membership-required']);
  });

  it('a suspended organization is 403 within a second, and back when it is active again', async () => {
    const state = async (to: string): Promise<unknown> =>
      await database.poolFor('postgres').query('update vitrine.organization set state = $2 where organization_id = $1', [acme.organizationId, to]);
    const token = await mint();
    await state('suspended');
    const atLast = async (status: number): Promise<unknown> =>
      await withinASecond(
        () => ask(token),
        ([answered]) => answered === status,
      );
    expect(await atLast(403)).toEqual([403, 'organization-suspended']);
    await state('active');
    expect(await atLast(200)).toEqual([200, acme.organizationId]);
  });

  it('creation on first sign-in is for issuers configured so: two who arrive together make one organization, whose owner is one of them', async () => {
    const claims = { o: { id: 'new-org' } };
    const [first, second] = await Promise.all([ask(await open.mint({ subject: 'early', claims })), ask(await open.mint({ subject: 'late', claims }))]);
    const { rows } = await database.poolFor('postgres').query(`select organization_id, subject, role from vitrine.member where issuer = $1`, [open.issuer]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ role: 'owner' });
    expect([first[0], second[0]].sort()).toEqual([200, 403]);
  });

  it('while keys were never read and the issuer is down, the answer is 503 and not 401', async () => {
    const late = await startTestIssuer();
    // Keys are cached by each process for itself.
    const other = await startApiUnderTest({ databaseUrl: database.url('vitrine_api'), issuer: late.issuer, instances: 1 });
    try {
      const token = await late.mint({ subject: 'x', claims: { org_id: 'x' } });
      late.setDown(true);
      const refused = await other.send('GET', '/v1/organization', { token });
      expect([refused.status, refused.body['code'], refused.headers.get('retry-after')]).toEqual([503, 'issuer-unavailable', '5']);
      late.setDown(false);
      expect((await other.send('GET', '/v1/organization', { token })).status).toBe(403);
      late.setDown(true);
      // Known keys outlive their issuer's absence.
      expect((await other.send('GET', '/v1/organization', { token: await late.mint({ subject: 'y', claims: { org_id: 'x' } }) })).status).toBe(403);
    } finally {
      await other.stop();
      await late.stop();
    }
  });
});

describe('forged and stale tokens', () => {
  const now = (): number => Math.floor(Date.now() / 1000);
  const claims = (): Record<string, unknown> => ({
    iss: issuer.issuer,
    aud: 'vitrine',
    sub: acme.members.owner.subject,
    org_id: acme.claim.value,
    exp: now() + 60,
  });
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = async (header: Record<string, unknown>): Promise<string> =>
    await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', ...header }).sign(own.privateKey);

  const forgeries: [string, () => Promise<string>, string][] = [
    ['case 3: expired', async () => await mint({ lifetime: -60 }), 'token-expired'],
    ['case 3: not yet valid', async () => await mint({ claims: { nbf: now() + 600 } }), 'token-expired'],
    ['case 4: alg none', async () => await Promise.resolve(`${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims())}.`), 'token-invalid'],
    [
      'case 4: HS256 with the public key as secret',
      async () => {
        const { keys } = (await (await fetch(`${issuer.issuer}/jwks`)).json()) as { keys: object[] };
        const head = `${part({ alg: 'HS256', typ: 'at+jwt' })}.${part(claims())}`;
        return `${head}.${createHmac('sha256', JSON.stringify(keys[0])).update(head).digest('base64url')}`;
      },
      'token-invalid',
    ],
    ['case 5: another audience', async () => await mint({ audience: 'somebody-else' }), 'token-invalid'],
    ['case 5: an issuer that is not configured', async () => await stranger.mint({ subject: 'x', claims: { org_id: acme.claim.value } }), 'token-invalid'],
    ['case 5: an issuer that only looks configured', async () => await mint({ claims: { iss: `${issuer.issuer}/` } }), 'token-invalid'],
    ['signed by a key that the issuer does not publish', async () => await mint({ foreignKey: true }), 'token-invalid'],
    ['an id token instead of an access token', async () => await mint({ typ: 'id+jwt' }), 'token-invalid'],
    ['a jku header that brings its own keys', async () => await signed({ jku: `${stranger.issuer}/jwks`, kid: 'x' }), 'token-invalid'],
    ['a jwk header that brings its own key', async () => await signed({ jwk: own.publicKey.export({ format: 'jwk' }) }), 'token-invalid'],
    ['no exp', async () => await mint({ claims: Object.fromEntries([['exp', null]]) }), 'token-invalid'],
    ['10 KB of token', async () => await mint({ claims: { padding: 'x'.repeat(10_000) } }), 'token-invalid'],
    ['not a token at all', async () => await Promise.resolve('abc.def.ghi'), 'token-invalid'],
  ];
  it.each(forgeries)('%s is 401', async (_, forge, code) => {
    expect(await ask(await forge())).toEqual([401, code]);
    expect(stranger.requests('/jwks')).toBe(0);
  });

  it('a verified signature is remembered until the token ends and not longer', async () => {
    const clock = testClock(new Date());
    const [config] = issuersSchema.parse(JSON.stringify([{ issuer: issuer.issuer, audience: 'vitrine' }]));
    const verifier = new OidcVerifier([config!], new IssuerKeys(true), clock);
    const token = await mint({ lifetime: 60 });
    expect((await verifier.verify(token)).subject).toBe(acme.members.viewer.subject);
    clock.advance(59_000);
    expect((await verifier.verify(token)).subject).toBe(acme.members.viewer.subject);
    clock.advance(2_000);
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'token-expired' });
  });

  it('an issuer over plain http is refused but on loopback, where the operator allows it', async () => {
    const [config] = issuersSchema.parse(JSON.stringify([{ issuer: issuer.issuer, audience: 'vitrine' }]));
    await expect(new IssuerKeys(false).of(config!)).rejects.toMatchObject({ code: 'issuer-unavailable' });
    await expect(new IssuerKeys(true).of({ ...config!, issuer: 'http://issuer.test' })).rejects.toMatchObject({ code: 'issuer-unavailable' });
  });
});
