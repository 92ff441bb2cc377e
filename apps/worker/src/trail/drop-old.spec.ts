import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, webhookIdSchema } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { z } from 'zod';
import { dropOld } from './drop-old.js';
import { sequencingRound } from './sequencer.js';

describe('deliveries to receivers are kept 30 days after their end', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await root().query('delete from vitrine.webhook');
    for (const each of [acme, umbra])
      await root().query(
        `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, $2, 'w', 'https://receiver.example/', '{audit.completed}', 'spec')`,
        [each.organizationId, newId(webhookIdSchema)],
      );
  });
  const root = () => database.poolFor('postgres');
  const sequencer = () => database.poolFor('vitrine_sequencer');

  async function plant({ organizationId, connections }: SeededOrganization, count: number, state: string, days: number): Promise<void> {
    await root().query(
      `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, connection_id, cloud, subject_id, body, state, created_at, ended_at)
       select $1, gen_random_uuid(), w.id, 'audit.completed', $2, 'aws', gen_random_uuid(), '{}', $4::text, now() - make_interval(days => $5),
         case when $4::text in ('pending', 'sending') then null else now() - make_interval(days => $5) end
       from vitrine.webhook w, generate_series(1, $3::integer) where w.organization_id = $1`,
      [organizationId, connections.aws, count, state, days],
    );
  }
  const kept = async ({ organizationId }: SeededOrganization): Promise<string[]> => {
    const { rows } = await root().query(
      `select state || ' ' || extract(day from now() - created_at)::int as line from vitrine.webhook_delivery where organization_id = $1 order by 1`,
      [organizationId],
    );
    return z
      .array(z.object({ line: z.string() }))
      .parse(rows)
      .map(({ line }) => line);
  };

  it('at most 5,000 a call, of one organization; what is younger, and what still waits, stays', async () => {
    await plant(acme, 5_001, 'delivered', 31);
    for (const state of ['failed', 'dropped', 'pending', 'sending']) await plant(acme, 1, state, 31);
    for (const state of ['delivered', 'failed', 'dropped']) await plant(acme, 1, state, 29);
    await plant(umbra, 1, 'delivered', 31);
    const call = async (): Promise<unknown> =>
      await withOrganization(sequencer(), acme.organizationId, async (tx) => (await tx.query('select vitrine.drop_webhook_deliveries() as n')).rows[0]?.['n']);
    expect([await call(), await call(), await call()]).toEqual([5_000, 3, 0]);
    expect(await kept(acme)).toEqual(['delivered 29', 'dropped 29', 'failed 29', 'pending 31', 'sending 31']);
    expect(await kept(umbra)).toEqual(['delivered 31']);
  });

  it('with what the trail keeps no longer, by the sequencer, for an organization whose trail grows', async () => {
    for (const each of [acme, umbra]) await plant(each, 2, 'delivered', 31);
    await root().query('delete from vitrine.trail_pending');
    await root().query(`insert into vitrine.trail_event (organization_id, id, type, principal) values ($1, gen_random_uuid(), 'spec.happened', 'spec')`, [
      acme.organizationId,
    ]);
    const signers = [{ name: 'vitrine-trail', privateKey: generateKeyPairSync('ed25519').privateKey }];
    const round = sequencingRound({ pool: sequencer(), signers, host: 'vitrine.test', anchors: [] });
    while ((await round(() => false)) === 'more-left');
    expect([await kept(acme), await kept(umbra)]).toEqual([[], ['delivered 31', 'delivered 31']]);
  });

  it('begins no further call once it is interrupted', async () => {
    await plant(acme, 1, 'delivered', 31);
    await dropOld(sequencer(), acme.organizationId, () => true);
    expect(await kept(acme)).toEqual(['delivered 31']);
  });

  it('nobody else may call it, and it reaches no other organization', async () => {
    await plant(umbra, 1, 'delivered', 31);
    for (const role of ['vitrine_api', 'vitrine_worker', 'vitrine_reseal'] as const) {
      const call = withOrganization(database.poolFor(role), umbra.organizationId, (tx) => tx.query('select vitrine.drop_webhook_deliveries()'));
      await expect(call).rejects.toMatchObject({ code: '42501' });
    }
    await dropOld(sequencer(), acme.organizationId, () => false);
    expect(await kept(umbra)).toEqual(['delivered 31']);
  });
});
