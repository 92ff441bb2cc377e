import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jobIdSchema, newId, type CredentialKind } from '@vitrine/contracts';
import { currentSealingKey, type Credential } from '@vitrine/crypto-envelope';
import { createLocalKeySet, keyProviderOf, KeyServiceUnavailable, type LocalKeySet } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { claimJob } from '../jobs/claim-job.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { expireLease, insertAudit, insertJob } from '../testing/audit-rows.js';
import { withCredential, type Vault } from './with-credential.js';

describe('opening a credential', () => {
  let database: TestDatabase;
  let keySet: LocalKeySet;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  let vault: Vault;
  const nextEpoch = createLocalKeySet();

  beforeAll(async () => {
    [database, keySet] = await Promise.all([createTestDatabase(), createLocalKeySet()]);
    ({ acme, umbra } = await seedTwoOrganizations(database));
    vault = { pool: database.poolFor('vitrine_worker'), unwrapper: keyProviderOf(keySet.privateJwks) };
  });
  afterAll(() => database.drop());

  /** Stores a role credential as version 1 of the organization's AWS connection, sealed with whatever External ID is given. */
  async function store(organization: SeededOrganization, externalId: string): Promise<void> {
    const connectionId = organization.connections.aws;
    const kind: CredentialKind = 'aws.role';
    const credential: Credential = { kind, roleArn: 'arn:aws:iam::123456789012:role/VitrineReadOnly', externalId };
    const { bytes, kid } = await sealCredential({
      credential,
      context: { organizationId: organization.organizationId, connectionId, version: 1, kind },
      key: currentSealingKey(keySet.publicJwks, kind, new Date()),
    });
    await database.poolFor('postgres').query('delete from vitrine.credential where connection_id = $1', [connectionId]);
    await database
      .poolFor('postgres')
      .query(
        `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by) values ($1, $2, 1, $3, $4, $5, true, 'spec')`,
        [organization.organizationId, connectionId, kind, kid, Buffer.from(bytes)],
      );
  }
  const externalIdOf = async (organization: SeededOrganization): Promise<string> =>
    (
      await database
        .poolFor('postgres')
        .query<{ external_id: string }>('select external_id from vitrine.connection where id = $1', [organization.connections.aws])
    ).rows[0]?.external_id ?? '';

  async function claimed(organization: SeededOrganization): Promise<ClaimedJob> {
    await database.poolFor('postgres').query(`update vitrine.audit set state = 'cancelled' where organization_id = $1`, [organization.organizationId]);
    const audit = await insertAudit(database.poolFor('postgres'), organization);
    const jobId = await insertJob(database.poolFor('postgres'), audit);
    const claim = await claimJob(vault.pool, { organizationId: audit.organizationId, jobId });
    if (claim.outcome !== 'claimed') throw new Error(claim.outcome);
    return claim.job;
  }

  it('lends it under a live lease, and to nobody once the lease is over (CF-16)', async () => {
    await store(acme, await externalIdOf(acme));
    const job = await claimed(acme);
    expect(await withCredential(vault, job, (credential) => Promise.resolve(credential.kind))).toBe('aws.role');
    await expireLease(database.poolFor('postgres'), job.id);
    await expect(withCredential(vault, job, () => Promise.resolve('lent'))).rejects.toMatchObject({ interruption: 'lease-lost' });
  });

  it('is an entry of its own organization’s trail each time, written before the secret is open', async () => {
    await store(acme, await externalIdOf(acme));
    const job = await claimed(acme);
    const entries = async (): Promise<unknown[]> =>
      (
        await database
          .poolFor('postgres')
          .query(
            `select organization_id, principal, payload->>'jobId' as "jobId", payload->>'kind' as kind from vitrine.trail_event where type = 'vitrine.credential.opened' and payload->>'jobId' = $1`,
            [job.id],
          )
      ).rows;
    const seen = await withCredential(vault, job, async () => await entries());
    expect(seen).toEqual([{ organization_id: acme.organizationId, principal: 'worker', jobId: job.id, kind: 'aws.role' }]);
    await withCredential(vault, job, () => Promise.resolve());
    expect(await entries()).toHaveLength(2);
  });

  it('stays shut where the trail cannot be written', async () => {
    await store(acme, await externalIdOf(acme));
    const job = await claimed(acme);
    const superuser = database.poolFor('postgres');
    await superuser.query(`alter table vitrine.trail_event add constraint full_disk check (type <> 'vitrine.credential.opened') not valid`);
    let lent = false;
    try {
      await expect(
        withCredential(vault, job, () => {
          lent = true;
          return Promise.resolve();
        }),
      ).rejects.toMatchObject({ code: '23514' });
    } finally {
      await superuser.query('alter table vitrine.trail_event drop constraint full_disk');
    }
    expect(lent).toBe(false);
  });

  it('does not take a lease that is over, or another worker’s, for a credential that is gone: the job would be ended for good (fault 18)', async () => {
    await store(acme, await externalIdOf(acme));
    const job = await claimed(acme);
    await expireLease(database.poolFor('postgres'), job.id);
    const again = await claimJob(vault.pool, { organizationId: job.organizationId, jobId: job.id });
    expect(again.outcome).toBe('claimed');
    await expect(withCredential(vault, job, () => Promise.resolve('lent'))).rejects.toMatchObject({ interruption: 'lease-lost' });
    await database.poolFor('postgres').query('delete from vitrine.credential where connection_id = $1', [acme.connections.aws]);
    const held = again.outcome === 'claimed' ? again.job : job;
    await expect(withCredential(vault, held, () => Promise.resolve('lent'))).rejects.toMatchObject({ code: 'credential-missing' });
  });

  it('shows a forged job, or one of the other organization, no row at all', async () => {
    await store(umbra, await externalIdOf(umbra));
    const [mine, theirs] = [await claimed(acme), await claimed(umbra)];
    await expect(withCredential(vault, { ...mine, connectionId: theirs.connectionId }, () => Promise.resolve('lent'))).rejects.toMatchObject({
      code: 'credential-missing',
    });
    await expect(withCredential(vault, { ...mine, id: jobIdSchema.parse(newId(jobIdSchema)) }, () => Promise.resolve('lent'))).rejects.toMatchObject({
      code: 'credential-missing',
    });
  });

  it('refuses a role sealed with another customer’s External ID: we would be his deputy (CF-05)', async () => {
    await store(acme, await externalIdOf(umbra));
    const job = await claimed(acme);
    let lent = false;
    await expect(
      withCredential(vault, job, () => {
        lent = true;
        return Promise.resolve();
      }),
    ).rejects.toMatchObject({ code: 'credential-unreadable', internal: 'external-id-foreign' });
    expect(lent).toBe(false);
  });

  it('opens the re-sealed copy for a job that began before it: the old key may be gone by then', async () => {
    await store(acme, await externalIdOf(acme));
    const job = await claimed(acme);
    const [connectionId, kind] = [acme.connections.aws, 'aws.role'] as const;
    const { bytes, kid } = await sealCredential({
      credential: { kind, roleArn: 'arn:aws:iam::123456789012:role/VitrineReadOnly', externalId: await externalIdOf(acme) },
      context: { organizationId: acme.organizationId, connectionId, version: 2, kind },
      key: currentSealingKey((await nextEpoch).publicJwks, kind, new Date()),
    });
    const root = database.poolFor('postgres');
    await root.query(
      `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by) values ($1, $2, 2, $3, $4, $5, true, 'spec')`,
      [acme.organizationId, connectionId, kind, kid, Buffer.from(bytes)],
    );
    const withNewKeyOnly = { ...vault, unwrapper: keyProviderOf((await nextEpoch).privateJwks) };
    await expect(withCredential(withNewKeyOnly, job, () => Promise.resolve('lent'))).rejects.toMatchObject({ code: 'credential-unreadable' });
    await root.query('update vitrine.connection set credential_version = 2, resealed_from = 1, resealed_to = 2 where id = $1', [connectionId]);
    expect(await withCredential(withNewKeyOnly, job, (credential) => Promise.resolve(credential.kind))).toBe('aws.role');
    await root.query('update vitrine.connection set credential_version = 1, resealed_from = null, resealed_to = null where id = $1', [connectionId]);
  });

  it('waits for a key service that is down or denies, and calls no credential bad for it (fault 19)', async () => {
    await store(acme, await externalIdOf(acme));
    const job = await claimed(acme);
    const down = { ...vault, unwrapper: { ...vault.unwrapper, unwrap: () => Promise.reject(new KeyServiceUnavailable('down')) } };
    await expect(withCredential(down, job, () => Promise.resolve('lent'))).rejects.toMatchObject({ name: 'JobPostponed', code: 'key-service-unavailable' });
  });

  it('opens nothing that was moved in from another row', async () => {
    await store(umbra, await externalIdOf(umbra));
    await database
      .poolFor('postgres')
      .query('update vitrine.credential k set sealed = o.sealed from vitrine.credential o where k.connection_id = $1 and o.connection_id = $2', [
        acme.connections.aws,
        umbra.connections.aws,
      ]);
    await expect(withCredential(vault, await claimed(acme), () => Promise.resolve('lent'))).rejects.toMatchObject({ code: 'credential-unreadable' });
  });
});
