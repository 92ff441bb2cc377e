import { afterAll, beforeAll } from '@jest/globals';
import type { SeededOrganization } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from './api-house.js';
import type { Received } from './api-under-test.js';
import { startSigningIssuers, type SigningIssuers } from './signing-issuers.fixture.js';

export const APPLICATION = 'b0a7f3de-1111-4c1e-8d5e-0123456789ab';
export const ROLE = 'Vitrine.User';
export const ACME = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01';
export const UMBRA = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c02';
export const STRANGER = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c03';

/** Two organizations, an API of two processes, and a provider with three tenants, each of which an organization can pin. Opened before all tests of the file. */
export class PinHouse {
  #house: ApiHouse | undefined;
  #entra: SigningIssuers | undefined;

  constructor() {
    beforeAll(async () => {
      this.#entra = await startSigningIssuers();
      this.#house = await openApiHouse({
        environment: { VITRINE_PINNABLE_ISSUERS: JSON.stringify([{ kind: 'entra', issuer: this.entra.at('{tenant}/v2.0'), organizationClaim: 'tid' }]) },
      });
    }, 60_000);
    afterAll(async () => {
      await this.#house?.stop();
      await this.#entra?.stop();
    });
  }

  get house(): ApiHouse {
    if (this.#house === undefined) throw new Error('not opened yet');
    return this.#house;
  }

  get entra(): SigningIssuers {
    if (this.#entra === undefined) throw new Error('not opened yet');
    return this.#entra;
  }

  readonly root = () => this.house.database.poolFor('postgres');
  readonly v2 = (tenant: string): string => this.entra.at(`${tenant}/v2.0`);

  readonly claims = (tenant: string, more: object = {}): object => ({
    iss: this.v2(tenant),
    aud: APPLICATION,
    tid: tenant,
    ver: '2.0',
    sub: `admin of ${tenant}`,
    roles: [ROLE],
    iat: now(),
    nbf: now() - 5,
    exp: now() + 600,
    ...more,
  });
  readonly token = async (tenant: string, more: object = {}, header: object = {}): Promise<string> => await this.entra.sign(this.claims(tenant, more), header);

  readonly wish = async (tenant: string, more: object = {}): Promise<object> => ({
    issuer: this.v2(tenant),
    audience: APPLICATION,
    tenant,
    assignment: { claim: 'roles', value: ROLE },
    token: await this.token(tenant),
    ...more,
  });
  readonly put = async (organization: SeededOrganization, body: unknown, match = '*', role: 'admin' | 'owner' = 'admin'): Promise<Received> =>
    await this.house.as(organization, role, 'PUT', '/v1/organization/identity-provider', { body, headers: { 'if-match': match } });

  readonly dayPasses = async (id: unknown): Promise<unknown> =>
    await this.root().query(
      `update vitrine.pending_change set proposed_at = proposed_at - interval '25 hours', ready_at = ready_at - interval '25 hours' where id = $1`,
      [id],
    );
  readonly word = async (bearer: string, id: unknown, what: string): Promise<Received> =>
    await this.house.api.send('POST', `/v1/approvals/${String(id)}/${what}`, { token: bearer, ...(what === 'refuse' ? { body: { reason: 'no' } } : {}) });
  readonly ask = async (bearer: string): Promise<[number, unknown]> => {
    const { status, body } = await this.house.api.send('GET', '/v1/organization', { token: bearer });
    return [status, status === 200 ? body['id'] : body['code']];
  };
}

export const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const now = (): number => Math.floor(Date.now() / 1000);
