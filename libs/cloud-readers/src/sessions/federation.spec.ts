import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import dns from 'node:dns';
import { get } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO_AWS_READ_POLICY, startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import { silentObserver } from '../gate/call-observer.js';
import { operationsOf } from '../operations/manifest.js';
import { parseCredential, type Credential } from './credential.js';
import { openSession } from './open-session.js';
import type { OpenSession, OpenSessionOptions } from './session-options.js';

/** Not on loopback, where the simulator asks nobody: it is given the keys, and checks every signature with them. */
const issuer = 'https://vitrine.example';
const subject = 'vitrine:organization:one:connection:one';
const tenantId = '0fde5b2d-0000-4000-8000-000000000001';
const strangers = 'vitrine:organization:nobody:connection:none';
const clientId = '0fde5b2d-0000-4000-8000-0000000000c1';
const email = 'vitrine-audit@shop-production.iam.gserviceaccount.com';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] };

/** The signature is spoiled where `spoiled` says so: refused, but for a reason that says nothing of the subject. */
function assertion(claims: { readonly sub: string; readonly aud: string }, spoiled = false): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${encode({ iss: issuer, iat: now, nbf: now - 10, exp: now + 300, ...claims })}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(spoiled ? `${text}x` : text), createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))).toString('base64url')}`;
}

describe('federation before secrets: an assertion of this Vitrine is the whole credential', () => {
  let sim: CloudSim;
  const signal = new AbortController().signal;
  const audiences: string[] = [];
  let strangerSpoiled = false;
  const pool = { projectNumber: '4242424242', poolId: 'vitrine-pool', providerId: 'vitrine', serviceAccountEmail: email };

  /** Names that anything in this process resolved: an SDK with an HTTP client of its own would show here. */
  const looked: string[] = [];
  const lookup = dns.lookup;

  beforeAll(async () => {
    Reflect.set(dns, 'lookup', (host: string, ...rest: unknown[]) => {
      looked.push(host);
      return Reflect.apply(lookup, dns, [host, ...rest]) as unknown;
    });
    sim = await startCloudSim({
      estate: {
        aws: {
          roles: [
            {
              name: 'Federated',
              webIdentity: { issuer, audience: 'sts.amazonaws.com', subject, jwks },
              policies: [{ name: 'read', document: DEMO_AWS_READ_POLICY }],
            },
          ],
        },
        azure: {
          cloudTenantId: tenantId,
          applications: [{ clientId, objectId: '0fde5b2d-0000-4000-8000-0000000000d1', federatedCredentials: [{ issuer, subject, jwks }] }],
          subscriptions: [{ subscriptionId: '0fde5b2d-0000-4000-8000-0000000000a1' }],
        },
        gcp: {
          serviceAccounts: [{ email }],
          workloadIdentities: [
            { projectNumber: '4242424242', pool: 'vitrine-pool', provider: 'vitrine', issuer, subject, jwks, serviceAccount: email },
            { projectNumber: '4242424242', pool: 'vitrine-pool', provider: 'direct', issuer, subject, jwks },
          ],
          projects: [{ projectId: 'shop-production', projectNumber: '4242424242' }],
        },
      },
    });
  });
  afterAll(async () => {
    Reflect.set(dns, 'lookup', lookup);
    await sim.stop();
  });
  beforeEach(() => {
    sim.log.clear();
    audiences.length = 0;
    strangerSpoiled = false;
  });

  function open(credential: Credential, as = subject): Promise<OpenSession> {
    const ends = sim.endpoints;
    const cloud = credential.kind.startsWith('aws') ? 'aws' : credential.kind.startsWith('azure') ? 'azure' : 'gcp';
    const options: OpenSessionOptions = {
      baseIdentities: {},
      endpoints: {
        aws: ends.aws,
        azureArm: ends.azure,
        azureAuthority: ends.azureAuthority,
        azureGraph: ends.azureGraph,
        azureMetrics: ends.azureMetrics,
        azureRetail: ends.azurePrices,
        gcp: ends.gcp,
        extraCa: sim.caCertificatePem,
      },
      operations: operationsOf(cloud)
        .filter(({ list }) => list === 'inventory')
        .map(({ id }) => id),
      clock: () => new Date(),
      observer: silentObserver,
      assertion: (audience, whose = 'connection') => {
        audiences.push(audience);
        const stranger = whose === 'stranger';
        return Promise.resolve(assertion({ sub: stranger ? strangers : as, aud: audience }, stranger && strangerSpoiled));
      },
      signal,
    };
    return openSession(credential, options);
  }
  const kinds: readonly (readonly [Credential, string])[] = [
    [parseCredential('aws.web-identity', { roleArn: 'arn:aws:iam::111122223333:role/Federated' }), 'sts.amazonaws.com'],
    [parseCredential('aws.role', { roleArn: 'arn:aws:iam::111122223333:role/Federated', externalId: 'external-id-of-connection-one' }), 'sts.amazonaws.com'],
    [parseCredential('azure.federated', { tenantId, clientId }), 'api://AzureADTokenExchange'],
    [parseCredential('gcp.wif', pool), '//iam.googleapis.com/projects/4242424242/locations/global/workloadIdentityPools/vitrine-pool/providers/vitrine'],
  ];

  it.each(kinds)('$kind signs in with an assertion for its own audience', async (credential, audience) => {
    const session = await open(credential);
    expect([...new Set(audiences)]).toEqual([audience]);
    const request =
      credential.kind === 'aws.role' || credential.kind === 'aws.web-identity'
        ? { operation: 'ec2:DescribeRegions', shape: {} }
        : credential.kind === 'azure.federated'
          ? { operation: 'Microsoft.Resources/subscriptions/read' }
          : { operation: 'compute.disks.aggregatedList', path: { project: 'shop-production' } };
    expect(await session.call(request, signal)).toMatchObject({ outcome: 'read' });
    expect(sim.log.writes()).toEqual([]);
    session.close();
  });

  it('Google without a service account: the federated principal reads by itself, and what a stranger could read is not told by the exchange', async () => {
    const { projectNumber, poolId } = pool;
    const session = await open(parseCredential('gcp.wif', { projectNumber, poolId, providerId: 'direct' }));
    expect(await session.call({ operation: 'compute.disks.aggregatedList', path: { project: 'shop-production' } }, signal)).toMatchObject({ outcome: 'read' });
    expect(sim.log.of('iamcredentials.projects.serviceAccounts.generateAccessToken')).toEqual([]);
    expect(session.principal).toMatchObject({ accountId: null, name: '4242424242/vitrine-pool/direct' });
    expect(await session.trustPolicy(signal)).toBe('closed');
    const direct = sim.estate.gcp?.workloadIdentities[1];
    if (direct !== undefined) direct.subject = '*';
    expect(await session.trustPolicy(signal)).toBe('untestable');
    session.close();
  });

  it("reaches no host by name: every byte of sign-in goes through our sender to the operator's endpoint", async () => {
    expect([...new Set(looked)]).toEqual(['127.0.0.1']);
    // The watch itself works: a name that somebody asks for is seen.
    await new Promise((resolve) => get('https://localhost:1/').once('error', resolve));
    expect(looked).toContain('localhost');
  });

  it.each(kinds)("$kind is refused for the subject of another organization's connection", async (credential) => {
    await expect(open(credential, 'vitrine:organization:two:connection:one')).rejects.toMatchObject({ code: 'sign-in-refused' });
  });

  it.each(kinds)('$kind: a trust that names this subject alone is found closed, and one that takes every subject is found open', async (credential) => {
    const session = await open(credential);
    expect(await session.trustPolicy(signal)).toBe('closed');
    const { aws, azure, gcp } = sim.estate;
    const trusts = [aws?.roles[0]?.webIdentity, azure?.applications[0]?.federatedCredentials[0], gcp?.workloadIdentities[0]];
    for (const trust of trusts) if (trust !== undefined) trust.subject = 'vitrine:organization:*';
    expect(await session.trustPolicy(signal)).toBe('open');
    for (const trust of trusts) if (trust !== undefined) trust.subject = subject;
    session.close();
  });

  // Google answers one and the same code for every assertion that it refuses.
  it.each(kinds.filter(([{ kind }]) => kind !== 'gcp.wif'))(
    '$kind: a stranger refused for another reason than his subject leaves the trust untried',
    async (credential) => {
      const session = await open(credential);
      strangerSpoiled = true;
      expect(await session.trustPolicy(signal)).toBe('untestable');
      session.close();
    },
  );
});
