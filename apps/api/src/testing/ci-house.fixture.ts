import { randomUUID } from 'node:crypto';
import type { SeededOrganization } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from './api-house.js';
import type { Received } from './api-under-test.js';
import { startSigningIssuers, type SigningIssuers } from './signing-issuers.fixture.js';

export const OUR_URL = 'https://vitrine.spec.test';
export const AZURE_DEVOPS = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01';
const PROJECT = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c02';
const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';

export type Provider = 'github' | 'gitlab' | 'azure-devops';

/** An API that trusts three CI services of the spec's own, as the operator's setting names them. */
export interface CiHouse extends ApiHouse {
  readonly ci: SigningIssuers;
  issuerOf(provider: Provider): string;
  /** What the service says of a run that the usual rule means; `more` goes over it, `undefined` leaves a claim out. */
  claims(provider: Provider, more?: object): object;
  /** The usual rule of this service; `more` goes over it. */
  makeRule(organization: SeededOrganization, provider: Provider, more?: object): Promise<Received>;
  exchange(audience: string, token: string, more?: Readonly<Record<string, string>>): Promise<Received>;
}

export const workloads = {
  github: { provider: 'github', repositoryId: '7411', repositoryOwnerId: '902', ref: 'refs/heads/main' },
  gitlab: { provider: 'gitlab', projectId: '58', namespaceId: '12', ref: 'main' },
  'azure-devops': { provider: 'azure-devops', organizationId: AZURE_DEVOPS, projectId: PROJECT, definitionId: '31', ref: 'refs/heads/main' },
} as const;

export async function openCiHouse(environment: Readonly<Record<string, string>> = {}): Promise<CiHouse> {
  const ci = await startSigningIssuers();
  const issuerOf = (provider: Provider): string => ci.at(provider === 'azure-devops' ? `ado/${AZURE_DEVOPS}` : provider);
  const house = await openApiHouse({
    environment: {
      VITRINE_PUBLIC_URL: OUR_URL,
      VITRINE_CI_ISSUERS: JSON.stringify([
        { provider: 'github', issuer: ci.at('github') },
        { provider: 'gitlab', issuer: ci.at('gitlab') },
        { provider: 'azure-devops', issuer: ci.at('ado/{tenant}') },
      ]),
      ...environment,
    },
  });
  const claims = (provider: Provider, more: object = {}): object => {
    const now = Math.floor(Date.now() / 1000);
    const own = {
      github: {
        aud: OUR_URL,
        sub: 'repo:acme/shop:ref:refs/heads/main',
        repository: 'acme/shop',
        repository_id: '7411',
        repository_owner_id: '902',
        ref: 'refs/heads/main',
        event_name: 'push',
        run_id: '550011',
        sha: 'c0ffee'.repeat(6),
      },
      gitlab: {
        aud: OUR_URL,
        sub: 'project_path:acme/shop:ref_type:branch:ref:main',
        project_path: 'acme/shop',
        project_id: '58',
        namespace_id: '12',
        ref: 'main',
        ref_type: 'branch',
        ref_protected: 'true',
        pipeline_id: '9001',
        sha: 'c0ffee'.repeat(6),
      },
      'azure-devops': {
        aud: 'api://AzureADTokenExchange',
        sub: 'p://acme/shop/nightly',
        org_id: AZURE_DEVOPS,
        prj_id: PROJECT,
        def_id: '31',
        rpo_ref: 'refs/heads/main',
        rpo_ver: 'c0ffee'.repeat(6),
        run_id: '77',
      },
    }[provider];
    const life = provider === 'azure-devops' ? 600 : 300;
    return { iss: issuerOf(provider), iat: now, nbf: now - life, exp: now + life, jti: randomUUID(), ...own, ...more };
  };
  return {
    ...house,
    ci,
    issuerOf,
    claims,
    makeRule: async (organization, provider, more = {}) =>
      await house.as(organization, 'admin', 'POST', '/v1/trust-rules', {
        body: {
          name: `${provider} main`,
          workload: workloads[provider],
          issuer: issuerOf(provider),
          scopes: ['vitrine.audits.read', 'vitrine.audits.write', 'vitrine.organization.read'],
          ...more,
        },
      }),
    exchange: async (audience, token, more = {}) =>
      await house.api.send('POST', '/v1/token', {
        raw: new URLSearchParams({ grant_type: GRANT, subject_token_type: ID_TOKEN, subject_token: token, audience, ...more }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    stop: async () => {
      await house.stop();
      await ci.stop();
    },
  };
}
