import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { trustRuleIdSchema } from '@vitrine/contracts';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { readConfig } from '../config.js';
import { Database } from '../database/database.js';
import { testPepper, testRequestKey } from '../testing/api-under-test.js';
import { CallerRecheck } from './caller-recheck.js';
import { connectionFilter, expectConnection, type Caller } from './caller.js';
import { OperatorCallers } from './operator-callers.js';
import { PinnableIssuers } from './pinnable-issuers.js';
import { PinnedIssuers } from './pinned-issuers.js';
import { scopesOfRole } from './scopes.js';

let database: TestDatabase;
let acme: SeededOrganization;
let umbra: SeededOrganization;
let recheck: CallerRecheck;
let viewer: Caller;

beforeAll(async () => {
  database = await createTestDatabase();
  const rows = new Database(database.poolFor('vitrine_api'));
  const config = readConfig({
    VITRINE_DATABASE_URL: database.url('vitrine_api'),
    VITRINE_TOKEN_PEPPERS: JSON.stringify([{ id: testPepper.id, key: testPepper.key.toString('base64') }]),
    VITRINE_REQUEST_KEY: testRequestKey.toString('base64'),
  });
  recheck = new CallerRecheck(rows, new OperatorCallers(config, rows), new PinnedIssuers(rows, new PinnableIssuers([], [])));
});
beforeEach(async () => {
  ({ acme, umbra } = await seedTwoOrganizations(database));
  viewer = {
    organizationId: acme.organizationId,
    memberId: acme.members.viewer.id,
    role: 'viewer',
    via: { kind: 'oidc', expiresAt: new Date(Date.now() + 60_000) },
    scopes: new Set(scopesOfRole.viewer),
    connections: 'all',
  };
});
afterAll(async () => await database.drop());

const still = async (caller: Caller): Promise<unknown> =>
  await recheck.expectStill(caller, 'vitrine.audits.read').then(
    () => 'still',
    (error: { code?: string }) => error.code,
  );
const change = async (sql: string, ...values: unknown[]): Promise<unknown> => await database.poolFor('postgres').query(sql, values);

describe('a caller whose answer is still open', () => {
  it('goes on while nothing changed, whatever happens in the other organization', async () => {
    await change(`update vitrine.member set state = 'removed' where organization_id = $1`, umbra.organizationId);
    expect(await still(viewer)).toBe('still');
  });

  it('ends when the organization pinned another issuer, for people; tokens of machines go on', async () => {
    await change(
      `insert into vitrine.identity_provider (organization_id, kind, issuer, audience, organization_claim, tenant, algorithms, claim_added, pinned_by)
       values ($1, 'oidc', 'https://own.test', 'vitrine', 'org_id', 'acme', array['RS256'], false, $2)`,
      acme.organizationId,
      acme.members.owner.id,
    );
    expect(await still(viewer)).toBe('token-revoked');
    const machine: Caller = { ...viewer, memberId: acme.members.owner.id, via: { kind: 'api-token', tokenId: acme.token.id } };
    expect(await still(machine)).toBe('still');
    const neighbour: Caller = { ...viewer, organizationId: umbra.organizationId, memberId: umbra.members.viewer.id };
    expect(await still(neighbour)).toBe('still');
  });

  it('ends when the trust rule of a CI run was deleted, and its token with it', async () => {
    const ran: Caller = {
      ...viewer,
      memberId: acme.members.owner.id,
      via: { kind: 'ci', tokenId: acme.token.id, trustRuleId: trustRuleIdSchema.parse('0190b3a4-0000-7000-8000-0000000000ff') },
    };
    expect(await still(ran)).toBe('still');
    await change('delete from vitrine.api_token where id = $1', acme.token.id);
    expect(await still(ran)).toBe('token-revoked');
  });

  it.each([
    ['the membership ended', `update vitrine.member set state = 'removed' where organization_id = $1`, 'token-revoked'],
    ['the organization was suspended', `update vitrine.organization set state = 'suspended' where organization_id = $1`, 'organization-suspended'],
  ])('is stopped when %s', async (_, sql, code) => {
    await change(sql, acme.organizationId);
    expect(await still(viewer)).toBe(code);
  });

  it('is stopped when its OIDC token ended, by the clock of the database', async () => {
    expect(await still({ ...viewer, via: { kind: 'oidc', expiresAt: new Date(Date.now() - 60_000) } })).toBe('token-expired');
  });

  it('is stopped when its API token was revoked or ended', async () => {
    const byToken: Caller = { ...viewer, memberId: acme.members.owner.id, via: { kind: 'api-token', tokenId: acme.token.id } };
    expect(await still(byToken)).toBe('still');
    await change(`update vitrine.api_token set expires_at = now() where id = $1`, acme.token.id);
    expect(await still(byToken)).toBe('token-expired');
    await change(`update vitrine.api_token set revoked_at = now() where id = $1`, acme.token.id);
    expect(await still(byToken)).toBe('token-revoked');
  });

  it('is stopped when the scope is gone', async () => {
    expect(await still({ ...viewer, scopes: new Set() })).toBe('insufficient-scope');
  });
});

describe('a caller who is bound to connections', () => {
  it('finds the others missing, in words and in statements', () => {
    const bound: Caller = { ...viewer, connections: new Set([acme.connections.aws]) };
    expect(() => expectConnection(bound, acme.connections.aws)).not.toThrow();
    expect(() => expectConnection(bound, acme.connections.gcp)).toThrow(expect.objectContaining({ status: 404, code: 'not-found' }));
    expect([connectionFilter(bound), connectionFilter(viewer)]).toEqual([[acme.connections.aws], null]);
  });
});
