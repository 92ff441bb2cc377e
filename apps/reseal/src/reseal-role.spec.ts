import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';

/** What somebody could do who took over the re-sealer's process: less than it seems. */
describe('the role vitrine_reseal', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(() => database.drop());

  /** Rows touched, or the SQLSTATE of the refusal; always rolled back. */
  async function attempt(
    sql: string,
    parameters: readonly unknown[] = [],
    role: 'vitrine_reseal' | 'vitrine_api' = 'vitrine_reseal',
  ): Promise<number | string> {
    const client = await database.poolFor(role).connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('vitrine.organization_id', $1, true)`, [acme.organizationId]);
      return (await client.query(sql, [...parameters])).rowCount ?? 0;
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
  const append = `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
    values ($1, $2, $3, 'aws.role', 'k', decode(repeat('ab', 300), 'hex'), false, $4)`;

  const plantWebhook = async (of: SeededOrganization): Promise<void> => {
    await database.poolFor('postgres').query(
      `with w as (insert into vitrine.webhook (organization_id, id, name, url, events, secret_version, secret_changed_at, created_by)
         values ($1, gen_random_uuid(), 'w', 'https://receiver.example/', '{audit.completed}', 3, now() - interval '2 days', 'spec') returning organization_id, id)
       insert into vitrine.webhook_secret (organization_id, webhook_id, version, cloud, kid, sealed)
         select w.organization_id, w.id, v, 'aws', 'k', decode(repeat('ab', 300), 'hex') from w, unnest(array[1, 2, 3]) as v`,
      [of.organizationId],
    );
  };

  it('sees of the organization that it entered the secrets that senders open, and replaces no other', async () => {
    for (const each of [acme, umbra]) await plantWebhook(each);
    expect(await attempt('select sealed from vitrine.webhook_secret')).toBe(1);
    expect(await attempt('select sealed from vitrine.webhook_secret where organization_id = $1', [umbra.organizationId])).toBe(0);
    expect(await attempt(`update vitrine.webhook_secret set kid = 'x'`)).toBe(1);
    expect(await attempt(`update vitrine.webhook_secret set kid = 'x' where version <> 3`)).toBe(0);
    expect(await attempt('select url from vitrine.webhook')).toBe('42501');
    expect(await attempt('update vitrine.webhook set secret_version = 1')).toBe('42501');
    expect(await attempt('update vitrine.webhook_secret set version = 1')).toBe('42501');
    expect(await attempt('delete from vitrine.webhook_secret')).toBe('42501');
  });

  it('sees the current envelopes of the organization that it entered, and of no other', async () => {
    expect(await attempt('select sealed from vitrine.credential')).toBe(3);
    expect(await attempt('select sealed from vitrine.credential where organization_id = $1', [umbra.organizationId])).toBe(0);
  });

  it.each([
    ['changes an envelope', `update vitrine.credential set sealed = sealed`],
    ['erases one', 'delete from vitrine.credential'],
    ['reads who a connection is', 'select external_id from vitrine.connection'],
    ['revives or rejects a connection', `update vitrine.connection set state = 'valid'`],
    ['reads work', 'select 1 from vitrine.job'],
    ['reads findings', 'select 1 from vitrine.finding'],
    ['reads the trail that it writes', 'select 1 from vitrine.trail_event'],
    ['reads an organization’s name', 'select name from vitrine.organization'],
  ])('never %s', async (_what, sql) => {
    expect(await attempt(sql)).toBe('42501');
  });

  it('writes no other word into the trail than its own', async () => {
    const event = (type: string) =>
      attempt(`insert into vitrine.trail_event (organization_id, id, type, principal) values ($1, gen_random_uuid(), $2, 'vitrine-reseal')`, [
        acme.organizationId,
        type,
      ]);
    expect(await event('vitrine.credential.resealed')).toBe(1);
    expect(await event('vitrine.credential.opened')).toBe(1);
    expect(await event('vitrine.member.added')).toBe('42501');
    const another = `insert into vitrine.trail_event (organization_id, id, type, principal) values ($1, gen_random_uuid(), 'vitrine.credential.opened', 'worker')`;
    expect(await attempt(another, [acme.organizationId])).toBe('42501');
  });

  it('plants no envelope beside the version that it moved a connection to, and moves none without saying that it is a re-seal', async () => {
    expect(await attempt(append, [acme.organizationId, acme.connections.aws, 2, 'vitrine-reseal'])).toBe('42501');
    expect(await attempt('update vitrine.connection set credential_version = 9')).toBe('42501');
    expect(await attempt('update vitrine.connection set credential_version = 9, resealed_from = 1, resealed_to = 9')).toBe(3);
  });

  it('is the only one that can say so: the API cannot pass a new credential off as an old one', async () => {
    expect(await attempt('update vitrine.connection set resealed_from = 1, resealed_to = 2', [], 'vitrine_api')).toBe('42501');
    const insert = `insert into vitrine.connection (organization_id, id, cloud, kind, name, external_id, created_by, resealed_from, resealed_to)
      values ($1, gen_random_uuid(), 'aws', 'aws.role', 'planted', repeat('x', 32), 'spec', $2, $3)`;
    expect(await attempt(insert, [acme.organizationId, 1, 9], 'vitrine_api')).toBe('42501');
    expect(await attempt(insert, [acme.organizationId, null, null], 'vitrine_api')).toBe(1);
  });
});
