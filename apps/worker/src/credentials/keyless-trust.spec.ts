import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSession, operationsOf, parseCredential, silentObserver, type OpenSession } from '@vitrine/cloud-readers';
import {
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_ROLE_NAME,
  demoAzureClientId,
  demoAzureTenantId,
  demoEstate,
  demoGcpAuditorEmail,
  demoGcpWorkloadIdentity,
  startCloudSim,
  type CloudSim,
} from '@vitrine/cloud-sim';
import { cloudOf } from '@vitrine/crypto-envelope';
import { connectionIdSchema, newId, organizationIdSchema, type ConnectionId, type KeylessKind, type OrganizationId } from '@vitrine/contracts';
import { createAssertionMint, federationSubject, type AssertionMint } from './federation-assertion.js';

interface Tenant {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
}
const tenant = (): Tenant => ({ organizationId: newId(organizationIdSchema), connectionId: newId(connectionIdSchema) });
const [acme, umbra] = [tenant(), tenant()];

const pool = { projectNumber: demoGcpWorkloadIdentity.projectNumber, poolId: demoGcpWorkloadIdentity.pool, providerId: demoGcpWorkloadIdentity.provider };
const credentials = {
  'aws.web-identity': parseCredential('aws.web-identity', { roleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}` }),
  'azure.federated': parseCredential('azure.federated', { tenantId: demoAzureTenantId, clientId: demoAzureClientId }),
  'gcp.wif': parseCredential('gcp.wif', { ...pool, serviceAccountEmail: demoGcpAuditorEmail }),
} as const satisfies Readonly<Record<KeylessKind, unknown>>;

/** Every organization's assertions have one issuer and one key: what keeps tenants apart is the subject, and the token services look at it. */
describe.each(['aws.web-identity', 'azure.federated', 'gcp.wif'] as const)('%s: two organizations of one Vitrine', (kind) => {
  let sim: CloudSim;
  let issuer: Server;
  let mint: AssertionMint;

  beforeAll(async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const marks = { kid: 'spec-1', use: 'sig', alg: 'RS256' };
    const url = (): string => {
      const address = issuer.address();
      return typeof address === 'object' && address !== null ? `http://127.0.0.1:${String(address.port)}` : '';
    };
    issuer = createServer((request, response) => {
      const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), ...marks }] };
      const body = request.url === '/.well-known/jwks.json' ? keys : { issuer: url(), jwks_uri: `${url()}/.well-known/jwks.json` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    mint = createAssertionMint(url(), JSON.stringify({ ...privateKey.export({ format: 'jwk' }), ...marks }));
    const trust = { issuer: url(), subject: federationSubject(acme.organizationId, acme.connectionId) };
    sim = await startCloudSim({ estate: demoEstate({ aws: { webIdentity: { ...trust, audience: 'sts.amazonaws.com' } }, azure: trust, gcp: trust }) });
  });
  afterAll(async () => {
    await sim.stop();
    await new Promise((resolve) => issuer.close(resolve));
  });

  function open(as: Tenant): Promise<OpenSession> {
    const { aws, azure, azureAuthority, azureGraph, azureMetrics, azurePrices, gcp } = sim.endpoints;
    return openSession(credentials[kind], {
      baseIdentities: {},
      endpoints: { aws, azureArm: azure, azureAuthority, azureGraph, azureMetrics, azureRetail: azurePrices, gcp, extraCa: sim.caCertificatePem },
      operations: operationsOf(cloudOf(kind))
        .filter(({ list }) => list === 'inventory')
        .map(({ id }) => id),
      clock: () => new Date(),
      observer: silentObserver,
      assertion: (audience) => mint({ ...as, audience }),
      signal: AbortSignal.timeout(20_000),
    });
  }
  const trustEverySubject = (): void => {
    const { aws, azure, gcp } = sim.estate;
    for (const trust of [aws?.roles[0]?.webIdentity, azure?.applications[0]?.federatedCredentials[0], gcp?.workloadIdentities[0]])
      if (trust !== undefined) trust.subject = 'vitrine:organization:*';
  };

  it('A’s connection opens A’s account, by nothing but an assertion that the cloud checked with the published key', async () => {
    (await open(acme)).close();
  });

  it('B’s never does, nor another connection of A, nor B’s under A’s connection id', async () => {
    for (const as of [umbra, { ...acme, connectionId: umbra.connectionId }, { ...umbra, connectionId: acme.connectionId }])
      await expect(open(as)).rejects.toMatchObject({ code: 'sign-in-refused' });
  });

  it('with the guard removed (a trust that takes every subject) B’s would: the subject alone keeps them apart', async () => {
    trustEverySubject();
    (await open(umbra)).close();
  });
});
