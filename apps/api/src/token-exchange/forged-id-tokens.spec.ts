import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OUR_URL, openCiHouse, workloads, type CiHouse, type Provider } from '../testing/ci-house.fixture.js';

/** T29 and T30: whoever has no run of this repository on this ref gets nothing, and cannot tell how near he was. */
let house: CiHouse;
const rules = new Map<Provider, string>();
const rule = (provider: Provider = 'github'): string => rules.get(provider) ?? '';
const now = (): number => Math.floor(Date.now() / 1000);
const signed = async (more: object = {}, header: object = {}, provider: Provider = 'github'): Promise<string> =>
  await house.ci.sign(house.claims(provider, more), header);

beforeAll(async () => {
  house = await openCiHouse();
  for (const provider of ['github', 'gitlab', 'azure-devops'] as const) {
    const made = await house.makeRule(house.acme, provider);
    expect(made.status).toBe(201);
    rules.set(provider, String(made.body['id']));
  }
}, 60_000);
afterAll(async () => await house.stop());

const forgeries: [string, string, () => Promise<string> | string, Provider?][] = [
  ['alg none', 'algorithm', () => house.ci.unsigned(house.claims('github'))],
  ['HS256 with the public key as its secret', 'algorithm', () => house.ci.signedWithPublicKey(house.claims('github'))],
  ['a key that the issuer does not publish', 'signature', async () => await house.ci.forge(house.claims('github'))],
  ['an unknown kid', 'unknown-key', async () => await house.ci.forge(house.claims('github'), { kid: 'made-up' })],
  ['a kid that is a path', 'unknown-key', async () => await house.ci.forge(house.claims('github'), { kid: '../../../dev/null' })],
  ['a jku header', 'key-bringing-header', async () => await house.ci.forge(house.claims('github'), { jku: `${house.ci.origin}/jwks` })],
  ['an x5u header', 'key-bringing-header', async () => await signed({}, { x5u: `${house.ci.origin}/jwks` })],
  ['a jwk header', 'key-bringing-header', async () => await signed({}, { jwk: { kty: 'oct', k: 'AA' } })],
  ['another issuer of the same keys', 'issuer', async () => await signed({ iss: house.issuerOf('gitlab') })],
  ['an issuer that only looks right', 'issuer', async () => await signed({ iss: `${house.issuerOf('github')}/` })],
  ['an audience of somebody else', 'audience', async () => await signed({ aud: 'https://github.com/acme' })],
  ['our audience among others', 'malformed', async () => await signed({ aud: [OUR_URL, 'https://elsewhere.test'] })],
  ['expired', 'expired', async () => await signed({ iat: now() - 400, exp: now() - 1 })],
  ['issued tomorrow', 'not-yet', async () => await signed({ iat: now() + 3_600, exp: now() + 3_900 })],
  ['not valid before tomorrow', 'not-yet', async () => await signed({ nbf: now() + 3_600 })],
  ['longer than ten minutes', 'lifetime', async () => await signed({ iat: now(), exp: now() + 601 })],
  ['no jti, so that it could be replayed', 'no-jti', async () => await signed({ jti: undefined })],
  ['an access token instead of an id token', 'type', async () => await signed({}, { typ: 'at+jwt' })],
  ['10 KB', 'malformed', async () => await signed({ padding: 'x'.repeat(10_000) })],
  ['another repository of the owner', 'claim-differs', async () => await signed({ repository_id: '7412' })],
  ['the old name, taken again under another id', 'claim-differs', async () => await signed({ repository_id: '990001', repository_owner_id: '990000' })],
  ['the repository transferred to another owner', 'claim-differs', async () => await signed({ repository_owner_id: '990000' })],
  ['no repository_id, only the names', 'claim-missing', async () => await signed({ repository_id: undefined })],
  ['another branch', 'claim-differs', async () => await signed({ ref: 'refs/heads/feature' })],
  ['a fork’s pull request', 'claim-differs', async () => await signed({ ref: 'refs/pull/7/merge', event_name: 'pull_request' })],
  ['pull_request_target, which runs on main', 'unreviewed-code', async () => await signed({ event_name: 'pull_request_target' })],
  ['GitLab: a ref that is not protected', 'claim-differs', async () => await signed({ ref_protected: 'false' }, {}, 'gitlab'), 'gitlab'],
  ['GitLab: a tag of the branch’s name', 'claim-differs', async () => await signed({ ref_type: 'tag' }, {}, 'gitlab'), 'gitlab'],
  ['GitLab: the group’s name with another id', 'claim-differs', async () => await signed({ namespace_id: '13' }, {}, 'gitlab'), 'gitlab'],
  ['Azure DevOps: another pipeline', 'claim-differs', async () => await signed({ def_id: '32' }, {}, 'azure-devops'), 'azure-devops'],
  ['Azure DevOps: a pull request', 'claim-differs', async () => await signed({ rpo_ref: 'refs/pull/1/merge' }, {}, 'azure-devops'), 'azure-devops'],
  ['Azure DevOps: a service connection’s token', 'service-connection', async () => await signed({ sub: 'sc://a/b/c' }, {}, 'azure-devops'), 'azure-devops'],
  ['a GitLab token under GitHub’s rule', 'issuer', async () => await signed({}, {}, 'gitlab'), 'github'],
];

describe('an id token that is forged, foreign or stale', () => {
  it.each(forgeries)('%s: 401, and the organization’s trail says %s', async (_, reason, forge, provider = 'github') => {
    const { status, body, headers } = await house.exchange(rule(provider), await forge());
    expect([status, body['code'], body['error']]).toEqual([401, 'token-invalid', 'invalid_request']);
    expect(headers.get('cache-control')).toBe('no-store');
    const { rows } = await house.database
      .poolFor('postgres')
      .query(
        `select organization_id, outcome, payload->>'reason' as reason from vitrine.trail_event where type = 'token-exchange.refused' order by at desc limit 1`,
      );
    expect(rows).toEqual([{ organization_id: house.acme.organizationId, outcome: 'denied', reason }]);
  });

  it('none of them came by: the same claims, signed by their issuer, are taken', async () => {
    for (const provider of ['github', 'gitlab', 'azure-devops'] as const)
      expect([provider, (await house.exchange(rule(provider), await signed({}, {}, provider))).status]).toEqual([provider, 200]);
  });

  it('a replayed token is 401 on the other API process too, and again', async () => {
    const token = await signed();
    expect((await house.exchange(rule(), token)).status).toBe(200);
    for (const _ of house.api.urls) expect((await house.exchange(rule(), token)).status).toBe(401);
  });

  it('one jti sent to two processes at once is taken once', async () => {
    const token = await signed();
    const answers = await Promise.all(Array.from({ length: 6 }, async () => (await house.exchange(rule(), token)).status));
    expect(answers.sort()).toEqual([200, 401, 401, 401, 401, 401]);
  });

  it('unknown kids make each process ask the issuer again once at most', async () => {
    const before = house.ci.keyRequests();
    for (let n = 0; n < 20; n += 1) await house.exchange(rule(), await house.ci.forge(house.claims('github'), { kid: `made-up-${String(n)}` }));
    expect(house.ci.keyRequests() - before).toBeLessThanOrEqual(house.api.urls.length);
  });

  it('another organization’s rule for another repository, a rule that never was and no id at all answer the same bytes', async () => {
    const umbras = await house.makeRule(house.umbra, 'github', { workload: { ...workloads.github, repositoryId: '1' } });
    const texts = await Promise.all(
      [String(umbras.body['id']), '0190b3a4-0000-7000-8000-0000000000ff', 'no-id'].map(async (audience) => {
        const { status, text, headers } = await house.exchange(audience, await signed());
        return `${String(status)} ${text.replaceAll(headers.get('x-request-id') ?? '-', '')}`;
      }),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toMatch(/^401 /);
  });

  it('an issuer whose document sends us to another host for its keys is not followed', async () => {
    // The house's own loopback, by its other name: another origin all the same.
    house.ci.misleadAt('ado/6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c09', `${house.ci.origin.replace('127.0.0.1', 'localhost')}/jwks`);
    const organizationId = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c09';
    const issuer = house.ci.at(`ado/${organizationId}`);
    const made = await house.makeRule(house.acme, 'azure-devops', { workload: { ...workloads['azure-devops'], organizationId }, issuer });
    const { status, body } = await house.exchange(String(made.body['id']), await signed({ iss: issuer, org_id: organizationId }, {}, 'azure-devops'));
    expect([status, body['code']]).toEqual([503, 'issuer-unavailable']);
  });
});
