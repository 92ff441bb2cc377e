import { generateKeyPairSync, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectionIdSchema, type Cloud } from '@vitrine/contracts';
import { createLocalKeySet, keyProviderOf } from '@vitrine/crypto-open';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { z } from 'zod';
import { claimJob } from '../jobs/claim-job.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { expireLease, insertAudit, insertJob } from '../testing/audit-rows.js';
import { assertionUnderLease } from './assertion-under-lease.js';
import { assertionLifetime, createAssertionMint, federationSubject, isSigningKey } from './federation-assertion.js';
import { withCredential, type Vault } from './with-credential.js';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyText = JSON.stringify({ ...pair.privateKey.export({ format: 'jwk' }), kid: 'spec-1' });
const ids = { tenantId: '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01', clientId: 'c4a8d9e0-7f11-4c7d-a0f4-63b1f1f0aa03' };

describe('a connection without a secret (MC-07)', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  let vault: Vault;
  const root = () => database.poolFor('postgres');

  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
    vault = { pool: database.poolFor('vitrine_worker'), unwrapper: keyProviderOf((await createLocalKeySet()).privateJwks) };
    await root().query('delete from vitrine.credential');
    await root().query(`update vitrine.connection set keyless_identity = $1 where kind = 'azure.federated'`, [JSON.stringify(ids)]);
  });
  afterAll(() => database.drop());

  async function claimed(organization: SeededOrganization, cloud: Cloud = 'azure'): Promise<ClaimedJob> {
    await root().query(`update vitrine.audit set state = 'cancelled', ended_at = now() where state in ('queued', 'running')`);
    const audit = await insertAudit(root(), organization, { cloud });
    const jobId = await insertJob(root(), audit, { queue: cloud });
    const claim = await claimJob(vault.pool, { organizationId: audit.organizationId, jobId });
    if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
    return claim.job;
  }
  const lend = (job: ClaimedJob) => withCredential(vault, job, (credential) => Promise.resolve(credential));

  it('lends its ids to the job that holds its lease, and to nobody once the lease is over', async () => {
    const job = await claimed(acme);
    expect(await lend(job)).toEqual({ kind: 'azure.federated', ...ids });
    await expireLease(root(), job.id);
    await expect(lend(job)).rejects.toMatchObject({ interruption: 'lease-lost' });
  });

  it('shows a forged job, or one of the other organization, nothing', async () => {
    const [mine, theirs] = [await claimed(acme), await claimed(umbra)];
    await expect(lend({ ...mine, connectionId: theirs.connectionId })).rejects.toMatchObject({ code: 'credential-missing' });
    await expect(lend({ ...mine, id: theirs.id })).rejects.toMatchObject({ code: 'credential-missing' });
  });

  it('does not lend new ids to work that was checked with the ones before', async () => {
    const job = await claimed(umbra);
    await root().query(`update vitrine.connection set credential_version = 2 where id = $1`, [umbra.connections.azure]);
    await expect(lend(job)).rejects.toMatchObject({ code: 'credential-missing' });
    await root().query(`update vitrine.connection set credential_version = 1 where id = $1`, [umbra.connections.azure]);
  });

  it('has ids in the database that no URL and no further member can join', async () => {
    for (const identity of [
      { ...ids, tokenUrl: 'https://evil.example' },
      { ...ids, tenantId: 'https://evil.example' },
      { clientId: ids.clientId },
      { roleArn: 'arn:aws:iam::111122223333:role/Reader' },
      [ids],
    ])
      await expect(
        root().query('update vitrine.connection set keyless_identity = $1 where id = $2', [JSON.stringify(identity), acme.connections.azure]),
      ).rejects.toMatchObject({ constraint: 'connection_keyless_identity' });
  });

  describe('its assertion', () => {
    const mint = createAssertionMint('https://vitrine.example', keyText);
    const headerSchema = z.record(z.string(), z.unknown());
    const payloadSchema = z.looseObject({ sub: z.string(), iat: z.number(), exp: z.number(), jti: z.uuid() });
    const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    function claimsOf(token: string) {
      const [header = '', payload = '', signature = ''] = token.split('.');
      expect(verify('sha256', Buffer.from(`${header}.${payload}`), pair.publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
      return { protectedHeader: headerSchema.parse(read(header)), payload: payloadSchema.parse(read(payload)) };
    }

    it('says who it is for and for which cloud, lives five minutes, and is never the same twice', async () => {
      const job = await claimed(acme);
      const assertion = assertionUnderLease(vault.pool, mint, job);
      const [one, two] = await Promise.all([assertion('sts.amazonaws.com'), assertion('sts.amazonaws.com')].map(async (token) => claimsOf(await token)));
      expect(one?.protectedHeader).toEqual({ alg: 'RS256', kid: 'spec-1', typ: 'JWT' });
      expect(one?.payload).toMatchObject({
        iss: 'https://vitrine.example',
        sub: `vitrine:organization:${acme.organizationId}:connection:${acme.connections.azure}`,
        aud: 'sts.amazonaws.com',
      });
      expect(Number(one?.payload.exp) - Number(one?.payload.iat)).toBe(assertionLifetime);
      expect(assertionLifetime).toBeLessThanOrEqual(600);
      expect(one?.payload.jti).not.toBe(two?.payload.jti);
    });

    it('fits into what Google takes as a subject (127 bytes)', () => {
      expect(Buffer.byteLength(federationSubject(acme.organizationId, acme.connections.gcp))).toBeLessThanOrEqual(127);
    });

    it('is made for nobody while no job of this very connection runs: a neighbour’s lease is no lease', async () => {
      const theirs = await claimed(umbra, 'aws');
      const idle = { organizationId: theirs.organizationId, connectionId: connectionIdSchema.parse(umbra.connections.gcp) };
      await expect(assertionUnderLease(vault.pool, mint, idle)('x')).rejects.toMatchObject({ interruption: 'lease-lost' });
      const across = { organizationId: theirs.organizationId, connectionId: connectionIdSchema.parse(acme.connections.azure) };
      await expect(assertionUnderLease(vault.pool, mint, across)('x')).rejects.toMatchObject({ interruption: 'lease-lost' });
      await expireLease(root(), theirs.id);
      await expect(assertionUnderLease(vault.pool, mint, theirs)('x')).rejects.toMatchObject({ interruption: 'lease-lost' });
    });

    it('for a stranger names a connection that is nobody’s, so that a trial of a customer’s trust opens nothing of a neighbour', async () => {
      const job = await claimed(acme);
      const { payload } = claimsOf(await assertionUnderLease(vault.pool, mint, job)('sts.amazonaws.com', 'stranger'));
      expect(payload.sub).toMatch(/^vitrine:organization:[0-9a-f-]{36}:connection:[0-9a-f-]{36}$/);
      for (const known of [acme, umbra].flatMap(({ organizationId, connections }) => [organizationId, ...Object.values(connections)]))
        expect(payload.sub).not.toContain(known);
    });

    it('is signed by a private RSA key of 2048 bits or more, or the worker does not start', () => {
      const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' });
      const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
      expect([keyText, '', '{}', JSON.stringify({ ...weak, kid: 'weak' }), JSON.stringify({ ...curve, kid: 'curve' })].map(isSigningKey)).toEqual([
        ...[true, false, false, false, false],
      ]);
      expect(isSigningKey(JSON.stringify({ ...pair.publicKey.export({ format: 'jwk' }), kid: 'public' }))).toBe(false);
    });
  });
});
