import { describe, expect, it } from '@jest/globals';
import { withinASecond } from '@vitrine/testing';
import { openApiHouse } from '../testing/api-house.js';
import { PinHouse, APPLICATION, UMBRA, STRANGER, outcome } from '../testing/pin-house.fixture.js';

const at = new PinHouse();
const { root, v2, token, wish, put, dayPasses, word, ask } = at;

describe('an organization with one member', () => {
  it('pins after a day: a stolen session of its owner alone does not make the thief’s tenant its door; DELETE of nothing is 204', async () => {
    const { umbra } = at.house;
    await root().query(`update vitrine.member set state = 'removed', removed_at = now() where organization_id = $1 and id <> $2`, [
      umbra.organizationId,
      umbra.members.owner.id,
    ]);
    expect((await at.house.as(umbra, 'owner', 'DELETE', '/v1/organization/identity-provider')).status).toBe(204);
    const proposed = await put(umbra, await wish(UMBRA), '"v0"', 'owner');
    expect([proposed.status, proposed.body['needs']]).toEqual([202, 'notice']);
    const session = await at.house.tokenOf(umbra, 'owner');
    expect(outcome(await word(session, proposed.body['id'], 'apply'))).toEqual([409, 'approval-waits']);
    expect(await ask(session)).toEqual([200, umbra.organizationId]);
    await dayPasses(proposed.body['id']);
    expect((await word(session, proposed.body['id'], 'apply')).body).toMatchObject({ state: 'applied' });
    // The other process follows within a second.
    const [own, other] = [await token(UMBRA), await at.house.tokenOf(umbra, 'owner')];
    for (const _ of at.house.api.urls) {
      const opened = await withinASecond(
        () => ask(own),
        ([status]) => status === 200,
      );
      const shut = await withinASecond(
        () => ask(other),
        ([status]) => status === 401,
      );
      expect([opened, shut]).toEqual([
        [200, umbra.organizationId],
        [401, 'token-invalid'],
      ]);
    }
    const { rows } = await root().query(`select role, role_by from vitrine.member where organization_id = $1 and issuer = $2`, [
      umbra.organizationId,
      v2(UMBRA),
    ]);
    // Given by himself: he is not his own second person.
    expect(rows).toEqual([{ role: 'owner', role_by: umbra.members.owner.id }]);
  });

  it('without the pin’s check the same tokens come in: the check is what refuses them', async () => {
    const { umbra } = at.house;
    await root().query('delete from vitrine.identity_provider where organization_id = $1', [umbra.organizationId]);
    const opened = await withinASecond(
      async () => await ask(await at.house.tokenOf(umbra, 'owner')),
      ([status]) => status === 200,
    );
    const unknown = await withinASecond(
      async () => await ask(await token(UMBRA)),
      ([status]) => status === 401,
    );
    expect([opened, unknown]).toEqual([
      [200, umbra.organizationId],
      [401, 'token-invalid'],
    ]);
  });
});

describe('an issuer that the operator lists, and of which he lets organizations pin others by another claim', () => {
  it('a pin is judged by the identity that sign-in makes: one that sign-in would not pass is refused, though the token has the claim', async () => {
    const issuer = v2(STRANGER);
    const listed = await openApiHouse({
      environment: {
        VITRINE_OIDC_ISSUERS: JSON.stringify([{ issuer, audience: APPLICATION, organizationClaim: 'org_id', createOnFirstSignIn: true }]),
        VITRINE_PINNABLE_ISSUERS: JSON.stringify([{ kind: 'entra', issuer: at.entra.at('{tenant}/v2.0'), organizationClaim: 'tid' }]),
      },
    });
    try {
      const first = await token(STRANGER, { org_id: 'first' });
      expect((await listed.api.send('GET', '/v1/organization', { token: first })).status).toBe(200);
      const body = await wish(STRANGER, { token: first });
      const pinned = await listed.api.send('PUT', '/v1/organization/identity-provider', { token: first, body, headers: { 'if-match': '*' } });
      expect(outcome(pinned)).toEqual([422, 'proof-refused']);
    } finally {
      await listed.stop();
    }
  });
});
