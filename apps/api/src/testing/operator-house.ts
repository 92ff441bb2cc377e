import { generateKeyPairSync } from 'node:crypto';
import { createTestDatabase, seedTwoOrganizations, startTestIssuer, type SeededOrganization, type TestIssuer } from '@vitrine/testing';
import type { ApiHouse } from './api-house.js';
import { startApiUnderTest, type Received, type Sent } from './api-under-test.js';

export type OperatorName = 'olga' | 'otto';

/** A house whose platform has two operators, who sign in with an issuer of their own. */
export interface OperatorHouse extends ApiHouse {
  readonly platform: TestIssuer;
  /** A request by the operator's own token, without a session unless it is among the headers. */
  asOperator(name: OperatorName | 'eve', method: string, path: string, sent?: Omit<Sent, 'token'>): Promise<Received>;
  /** A request, approved by the other operator and started. */
  openSession(name: OperatorName, organization: SeededOrganization, minutes?: number): Promise<{ readonly id: string; readonly token: string }>;
  /** With the session's token beside the operator's own. */
  inSession(name: OperatorName | 'eve', session: { readonly token: string }, method: string, path: string, sent?: Omit<Sent, 'token'>): Promise<Received>;
}

export const operatorKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export async function openOperatorHouse(environment: Readonly<Record<string, string>> = {}): Promise<OperatorHouse> {
  const [database, issuer, platform] = await Promise.all([createTestDatabase(), startTestIssuer(), startTestIssuer({ audience: 'vitrine-platform' })]);
  const { acme, umbra } = await seedTwoOrganizations(database, { issuer: issuer.issuer });
  const api = await startApiUnderTest({
    databaseUrl: database.url('vitrine_api'),
    issuer: issuer.issuer,
    environment: {
      VITRINE_PLATFORM_ISSUER: JSON.stringify({ issuer: platform.issuer, audience: 'vitrine-platform' }),
      VITRINE_PLATFORM_ADMIN_USER_IDS: `${platform.issuer}|olga, ${platform.issuer}|otto`,
      VITRINE_OPERATOR_KEY: operatorKey(),
      VITRINE_OPERATOR_DATABASE_URL: database.url('vitrine_operator'),
      ...environment,
    },
  });
  const tokenOf: ApiHouse['tokenOf'] = async (organization, role) =>
    await issuer.mint({ subject: organization.members[role].subject, claims: { org_id: organization.claim.value } });
  // One sign-in each: a sweep over all routes would else be one of signatures.
  const signedIn = new Map<string, Promise<string>>();
  const tokenFor = async (name: string): Promise<string> => {
    const known = signedIn.get(name) ?? platform.mint({ subject: name, lifetime: 3_600 });
    signedIn.set(name, known);
    return await known;
  };
  const asOperator: OperatorHouse['asOperator'] = async (name, method, path, sent = {}) =>
    await api.send(method, path, { ...sent, token: await tokenFor(name) });
  return {
    database,
    issuer,
    platform,
    api,
    acme,
    umbra,
    tokenOf,
    as: async (organization, role, method, path, sent = {}) => await api.send(method, path, { ...sent, token: await tokenOf(organization, role) }),
    asOperator,
    inSession: async (name, { token }, method, path, sent = {}) =>
      await asOperator(name, method, path, { ...sent, headers: { ...sent.headers, 'vitrine-operator-session': token } }),
    openSession: async (name, { organizationId }, minutes = 30) => {
      const asked = await asOperator(name, 'POST', '/v1/operator/sessions', {
        body: { organizationId, reason: 'looking at a failed audit', ticket: 'T-1', minutes },
      });
      const path = `/v1/operator/sessions/${String(asked.body['id'])}`;
      await asOperator(name === 'olga' ? 'otto' : 'olga', 'POST', `${path}/approve`, { body: { organizationId } });
      const started = await asOperator(name, 'POST', `${path}/start`, { body: { organizationId } });
      if (started.status !== 200) throw new Error(`no session: ${started.text}`);
      return { id: String(started.body['id']), token: String(started.body['token']) };
    },
    async stop() {
      await api.stop();
      await Promise.all([issuer.stop(), platform.stop()]);
      await database.drop();
    },
  };
}
