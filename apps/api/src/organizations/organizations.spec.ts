import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase, TestIssuer } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { ApiUnderTest } from '../testing/api-under-test.js';

let house: ApiHouse;
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;
const tokenOf = async ({ claim, members }: SeededOrganization, role: 'owner' | 'admin' | 'analyst' | 'viewer'): Promise<string> =>
  await issuer.mint({ subject: members[role].subject, claims: { org_id: claim.value } });

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, issuer, api, acme, umbra } = house);
});
afterAll(async () => await house.stop());

describe('the organization of the caller', () => {
  it('CF-18 comes from the verified token alone: two members of two organizations see each their own', async () => {
    const mine = await api.send('GET', '/v1/organization', { token: await tokenOf(acme, 'viewer') });
    const theirs = await api.send('GET', '/v1/organization', { token: await tokenOf(umbra, 'viewer') });
    expect([mine.status, mine.body['id'], mine.body['name']]).toEqual([200, acme.organizationId, 'acme']);
    expect([theirs.status, theirs.body['id'], theirs.body['name']]).toEqual([200, umbra.organizationId, 'umbra']);
    expect(mine.body['settings']).toEqual({
      sealedSubmissionRequired: false,
      currency: 'USD',
      savingThresholdMonthly: '0',
      operatorApproval: 'either',
      trailPayloadDays: null,
    });
  });

  it('answers 304 to the ETag that the caller already holds', async () => {
    const token = await tokenOf(acme, 'viewer');
    const { headers } = await api.send('GET', '/v1/organization', { token });
    const again = await api.send('GET', '/v1/organization', { token, headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});

describe('changing the organization', () => {
  it('changes settings under If-Match, writes the trail, and leaves the other organization alone', async () => {
    const token = await tokenOf(acme, 'admin');
    const { headers } = await api.send('GET', '/v1/organization', { token });
    const changed = await api.send('PATCH', '/v1/organization', {
      token,
      headers: { 'if-match': headers.get('etag') ?? '' },
      body: { settings: { sealedSubmissionRequired: true } },
    });
    expect(changed.status).toBe(200);
    expect(changed.body['settings']).toEqual({
      sealedSubmissionRequired: true,
      currency: 'USD',
      savingThresholdMonthly: '0',
      operatorApproval: 'either',
      trailPayloadDays: null,
    });
    const { rows } = await database
      .poolFor('postgres')
      .query(`select organization_id, principal, request_id, trace_id from vitrine.trail_event where type = 'organization.changed'`);
    expect(rows).toEqual([
      {
        organization_id: acme.organizationId,
        principal: `member:${acme.members.admin.id}`,
        request_id: changed.headers.get('x-request-id'),
        trace_id: changed.headers.get('traceparent')?.slice(3, 35),
      },
    ]);
    const other = await api.send('GET', '/v1/organization', { token: await tokenOf(umbra, 'viewer') });
    expect(other.body['settings']).toEqual({
      sealedSubmissionRequired: false,
      currency: 'USD',
      savingThresholdMonthly: '0',
      operatorApproval: 'either',
      trailPayloadDays: null,
    });
  });

  it('403 for a viewer, 428 without If-Match, 412 with a stale one, 422 for members that do not exist', async () => {
    const token = await tokenOf(acme, 'owner');
    const change = async (who: string, headers: Record<string, string>, body: unknown): Promise<[number, unknown]> => {
      const { status, body: problem } = await api.send('PATCH', '/v1/organization', { token: who, headers, body });
      return [status, problem['code']];
    };
    expect(await change(await tokenOf(acme, 'viewer'), {}, { name: 'x' })).toEqual([403, 'insufficient-scope']);
    expect(await change(token, {}, { name: 'x' })).toEqual([428, 'precondition-required']);
    expect(await change(token, { 'if-match': '"v99"' }, { name: 'x' })).toEqual([412, 'precondition-failed']);
    expect(await change(token, { 'if-match': '*' }, { organizationId: umbra.organizationId })).toEqual([422, 'unknown-field']);
    expect(await change(token, { 'if-match': '*' }, { name: 'a\u202eb' })).toEqual([422, 'invalid-name']);
  });
});
