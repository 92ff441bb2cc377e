import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCiHouse, OUR_URL, workloads, type CiHouse } from '../testing/ci-house.fixture.js';
import { PolicyEngine } from '../auth/policy/policy-engine.js';
import { scopes } from '../auth/scopes.js';
import type { Received } from '../testing/api-under-test.js';
import { createTrustRuleSchema } from './trust-rule.schemas.js';

let house: CiHouse;
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];

beforeAll(async () => {
  house = await openCiHouse();
}, 60_000);
afterAll(async () => await house.stop());

describe('trust rules', () => {
  it('201 with what to write into the pipeline: the rule’s id and the audience; the trail knows the ids', async () => {
    const made = await house.makeRule(house.acme, 'github');
    expect([made.status, made.headers.get('location'), made.headers.get('etag')]).toEqual([201, `/v1/trust-rules/${String(made.body['id'])}`, '"v1"']);
    expect(made.body).toMatchObject({ audience: OUR_URL, workload: workloads.github, connectionIds: null, lastUsedAt: null });
    const { rows } = await house.database
      .poolFor('postgres')
      .query<{ payload: Record<string, unknown> }>(`select payload from vitrine.trail_event where type = 'trust-rule.created'`);
    expect(rows[0]?.payload).toMatchObject({ trustRuleId: made.body['id'], issuer: house.issuerOf('github') });
  });

  it('an issuer is one of the table: the services’ own, and what the operator named', async () => {
    const created = async (more: object): Promise<[number, unknown]> => {
      const { status, body } = await house.makeRule(house.acme, 'github', more);
      return [status, status === 201 ? body['issuer'] : body['code']];
    };
    expect(await created({ issuer: undefined })).toEqual([201, 'https://token.actions.githubusercontent.com']);
    expect(await created({ workload: workloads['azure-devops'], issuer: undefined })).toEqual([
      201,
      `https://vstoken.dev.azure.com/${workloads['azure-devops'].organizationId}`,
    ]);
    // SSRF, and mix-ups between services.
    for (const issuer of [
      'http://169.254.169.254',
      'https://evil.test',
      'https://gitlab.com',
      'https://vstoken.dev.azure.com/../evil',
      house.issuerOf('gitlab'),
    ])
      expect([issuer, ...(await created({ issuer }))]).toEqual([issuer, 422, 'unknown-issuer']);
    const another = house.ci.at('ado/6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31cff');
    expect(await created({ workload: workloads['azure-devops'], issuer: another })).toEqual([422, 'unknown-issuer']);
  });

  it('names are no way in: a rule has ids and a full ref or an environment, or it is 422', async () => {
    const wrong = async (workload: object): Promise<[number, unknown]> => outcome(await house.makeRule(house.acme, 'github', { workload }));
    const { github, gitlab } = workloads;
    expect(await wrong({ ...github, repository: 'acme/shop' })).toEqual([422, 'unknown-field']);
    expect(await wrong({ ...github, repositoryId: 'acme/shop' })).toEqual([422, 'invalid-id']);
    expect(await wrong({ ...github, ref: undefined })).toEqual([422, 'missing-ref-or-environment']);
    expect(await wrong({ ...github, ref: 'main' })).toEqual([422, 'invalid-ref']);
    expect(await wrong({ ...github, ref: 'refs/pull/7/merge' })).toEqual([422, 'invalid-ref']);
    expect(await wrong({ ...gitlab, namespaceId: undefined })).toEqual([422, 'invalid-id']);
    expect((await wrong({ ...github, provider: 'jenkins' }))[0]).toBe(422);
  });

  it('nobody gives by a rule what he has not, and no rule gives what would outlive a run', async () => {
    const few = ['vitrine.audits.read'];
    const body = { name: 'x', workload: workloads.github, issuer: house.issuerOf('github'), scopes: few };
    expect(outcome(await house.as(house.acme, 'analyst', 'POST', '/v1/trust-rules', { body }))).toEqual([403, 'insufficient-scope']);
    // A person whose own token names fewer scopes than his role has.
    const narrowed = await house.issuer.mint({
      subject: house.acme.members.admin.subject,
      claims: { org_id: house.acme.claim.value, scope: 'vitrine.identity.write vitrine.identity.read' },
    });
    expect(outcome(await house.api.send('POST', '/v1/trust-rules', { token: narrowed, body }))).toEqual([403, 'scope-exceeds-creator']);
    // A leaked API token lets no pipeline of the thief's in.
    const wish = { name: 'x', scopes: ['vitrine.identity.write', ...few], lifetimeDays: 1 };
    const made = await house.as(house.acme, 'admin', 'POST', '/v1/api-tokens', { body: wish });
    expect(outcome(await house.api.send('POST', '/v1/trust-rules', { token: String(made.body['token']), body }))).toEqual([403, 'policy-denied']);
    for (const scope of ['vitrine.tokens.write', 'vitrine.members.write', 'vitrine.organization.write', 'vitrine.identity.write', 'vitrine.connections.write'])
      expect(outcome(await house.makeRule(house.acme, 'github', { scopes: [scope] }))).toEqual([422, 'unknown-scope']);
  });

  it('what a rule may give is what the policies let a run do: neither list forgets a scope that the other has', () => {
    const engine = new PolicyEngine();
    for (const scope of scopes) {
      const given = createTrustRuleSchema.safeParse({ name: 'x', workload: workloads.github, scopes: [scope] }).success;
      const allowed = engine.decide({ kind: 'Run', role: 'owner' }, scope, {}).effect === 'allow';
      expect([scope, given]).toEqual([scope, allowed]);
    }
  });

  it('bound to connections, which must be there and the organization’s own', async () => {
    const { acme, umbra } = house;
    const made = await house.makeRule(acme, 'github', { connectionIds: [acme.connections.aws], scopes: ['vitrine.connections.read'] });
    expect(made.body['connectionIds']).toEqual([acme.connections.aws]);
    const { body } = await house.exchange(String(made.body['id']), await house.ci.sign(house.claims('github')));
    const listed = await house.api.send('GET', '/v1/connections', { token: String(body['access_token']) });
    expect(listed.text).toContain(acme.connections.aws);
    expect(listed.text).not.toContain(acme.connections.azure);
    expect(outcome(await house.makeRule(acme, 'github', { connectionIds: [umbra.connections.aws] }))).toEqual([404, 'not-found']);
  });

  it('two organizations: a foreign rule is a missing one, in the same bytes, to read and to delete', async () => {
    const made = await house.makeRule(house.umbra, 'gitlab');
    const foreign = String(made.body['id']);
    const missing = '0190b3a4-0000-7000-8000-0000000000ff';
    for (const method of ['GET', 'DELETE']) {
      const texts = await Promise.all(
        [foreign, missing].map(async (id) => {
          const { status, text, headers } = await house.as(house.acme, 'owner', method, `/v1/trust-rules/${id}`);
          return `${String(status)} ${text.replaceAll(headers.get('x-request-id') ?? '-', '')}`;
        }),
      );
      expect(texts[0]).toMatch(/^404 /);
      expect(texts[0]).toBe(texts[1]);
    }
    expect((await house.as(house.umbra, 'owner', 'GET', `/v1/trust-rules/${foreign}`)).status).toBe(200);
    expect((await house.as(house.acme, 'owner', 'GET', '/v1/trust-rules?limit=200')).text).not.toContain(foreign);
  });

  it('pages, newest first, and 304 for the copy at hand', async () => {
    const first = await house.as(house.acme, 'owner', 'GET', '/v1/trust-rules?limit=1');
    const second = await house.as(house.acme, 'owner', 'GET', `/v1/trust-rules?limit=1&cursor=${encodeURIComponent(String(first.body['nextCursor']))}`);
    const ids = [first, second].map(({ body }) => (body['items'] as { id: string }[])[0]?.id ?? ''); // Shape asserted by the route's schema.
    expect(ids[0]?.localeCompare(ids[1] ?? '')).toBe(1);
    const read = await house.as(house.acme, 'owner', 'GET', `/v1/trust-rules/${String(ids[0])}`);
    const again = await house.as(house.acme, 'owner', 'GET', `/v1/trust-rules/${String(ids[0])}`, {
      headers: { 'if-none-match': read.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('a repeated request with its key makes one rule', async () => {
    const body = { name: 'once', workload: workloads.github, issuer: house.issuerOf('github'), scopes: ['vitrine.audits.read'] };
    const sent = { body, headers: { 'idempotency-key': 'rule-1' } };
    const [one, two] = [
      await house.as(house.acme, 'admin', 'POST', '/v1/trust-rules', sent),
      await house.as(house.acme, 'admin', 'POST', '/v1/trust-rules', sent),
    ];
    expect([one.status, two.status, two.body['id']]).toEqual([201, 201, one.body['id']]);
  });
});
