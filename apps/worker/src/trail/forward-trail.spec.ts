import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { newId, organizationIdSchema, type Cloud, type OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';
import { TrailHouse } from '../testing/trail-house.js';
import { folderAnchor } from './checkpoint-anchors.js';
import { sequencingRound } from './sequencer.js';

const house = new TrailHouse();
afterEach(async () => {
  await house.root.query('delete from vitrine.webhook');
  await house.root.query(`delete from vitrine.job where kind = 'deliver'`);
});

/** A receiver of the organization's, whose secret the workers of these clouds can open. */
async function receiver(
  organizationId: OrganizationId,
  events: readonly string[] = ['trail.entries'],
  clouds: readonly Cloud[] = ['aws', 'gcp'],
): Promise<string> {
  const id = newId(z.uuid());
  await house.root.query(
    `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, $2, 'sink', 'https://sink.example.com/', $3, 'test')`,
    [organizationId, id, events],
  );
  for (const cloud of clouds)
    await house.root.query(`insert into vitrine.webhook_secret (organization_id, webhook_id, version, cloud, kid, sealed) values ($1, $2, 1, $3, 'k', $4)`, [
      organizationId,
      id,
      cloud,
      randomBytes(300),
    ]);
  return id;
}
const turn = async (id: string, state: 'on' | 'off'): Promise<void> =>
  void (await house.root.query('update vitrine.webhook set state = $2 where id = $1', [id, state]));
/** As the API makes one: without a connection. */
async function newOrganization(): Promise<OrganizationId> {
  const id = organizationIdSchema.parse(newId(organizationIdSchema));
  await house.root.query(`insert into vitrine.organization (organization_id, name) values ($1, 'New')`, [id]);
  return id;
}

const deliverySchema = z.object({
  event: z.string(),
  organizationId: z.string(),
  subject: z.string(),
  connectionId: z.string().nullable(),
  cloud: z.string(),
  body: z.string(),
});
const bodySchema = z.object({ data: z.object({ epoch: z.number(), from: z.number(), to: z.number(), entries: z.array(z.object({ leaf: z.string() })) }) });
const deliveries = async (): Promise<z.infer<typeof deliverySchema>[]> =>
  z
    .array(deliverySchema)
    .parse(
      (
        await house.root.query(
          `select event, organization_id as "organizationId", subject_id as subject, connection_id as "connectionId", cloud, body from vitrine.webhook_delivery order by seq`,
        )
      ).rows,
    );
const entriesOf = (rows: readonly z.infer<typeof deliverySchema>[]): z.infer<typeof bodySchema>['data'][] =>
  rows.filter(({ event }) => event === 'trail.entries').map(({ body }) => bodySchema.parse(JSON.parse(body)).data);

describe('forwarding', () => {
  it('makes one message of each entry, in order, from when a receiver asked; off for a while it goes on where it was; the neighbour’s is sent nothing', async () => {
    const webhookId = await receiver(house.acme, ['trail.entries', 'trail.checkpoint']);
    const before = (await house.leavesOf(house.acme)).length;
    await house.write(house.acme, 120);
    await house.write(house.umbra, 5);
    await house.work();
    await turn(webhookId, 'off');
    await house.write(house.acme, 3);
    await house.work();
    await turn(webhookId, 'on');
    await house.write(house.acme, 1);
    await house.work();
    const rows = await deliveries();
    expect(new Set(rows.map(({ organizationId, subject }) => `${organizationId} ${subject}`))).toEqual(new Set([`${house.acme} ${house.acme}`]));
    expect(rows.map(({ event }) => event)).toEqual(['trail.entries', 'trail.entries', 'trail.checkpoint', 'trail.entries', 'trail.checkpoint']);
    const sent = entriesOf(rows).flatMap(({ entries }) => entries.map(({ leaf }) => leaf));
    expect(sent).toEqual((await house.leavesOf(house.acme)).slice(before).map(({ leaf }) => leaf));
    expect((await house.root.query(`select queue, state from vitrine.job where kind = 'deliver'`)).rows).toEqual([{ queue: 'aws', state: 'queued' }]);
  });

  it('goes out for an organization that has no connection, by a cloud whose workers can sign', async () => {
    const id = await newOrganization();
    await receiver(id, ['trail.entries', 'trail.checkpoint'], ['gcp']);
    await house.write(id, 2);
    await house.work();
    expect((await deliveries()).map(({ event, organizationId, connectionId, cloud }) => [event, organizationId, connectionId, cloud])).toEqual([
      ['trail.entries', id, null, 'gcp'],
      ['trail.checkpoint', id, null, 'gcp'],
    ]);
    const { rows } = await house.root.query(`select queue, connection_id from vitrine.job where organization_id = $1 and kind = 'deliver'`, [id]);
    expect(rows).toEqual([{ queue: 'gcp', connection_id: null }]);
  });

  it('waits at the cursor while nobody can sign: what was sequenced meanwhile is sent with the secret', async () => {
    const id = await newOrganization();
    const webhookId = await receiver(id, ['trail.entries'], []);
    await house.write(id, 2);
    await house.work();
    expect(await deliveries()).toEqual([]);
    await house.root.query(`insert into vitrine.webhook_secret (organization_id, webhook_id, version, cloud, kid, sealed) values ($1, $2, 1, 'aws', 'k', $3)`, [
      id,
      webhookId,
      randomBytes(300),
    ]);
    await house.write(id, 1);
    await house.work();
    expect(entriesOf(await deliveries()).map(({ from, to }) => [from, to])).toEqual([[0, 3]]);
  });

  it('lets a receiver catch up that is far behind, though nothing new is written: a transaction for each batch, all in one look', async () => {
    const id = await newOrganization();
    const webhookId = await receiver(id);
    await house.write(id, 1);
    await house.work();
    await turn(webhookId, 'off');
    await house.write(id, 345);
    await house.work();
    await turn(webhookId, 'on');
    await house.write(id, 1);
    const looks: number[] = [];
    await house.work(house.sequencing({ batch: 60, onLook: () => looks.push(1) }));
    const sent = entriesOf(await deliveries());
    expect(sent.map(({ from }) => from)).toEqual([0, 1, 61, 121, 181, 241, 301]);
    expect(sent.flatMap(({ entries }) => entries.map(({ leaf }) => leaf))).toEqual((await house.leavesOf(id)).map(({ leaf }) => leaf));
    expect(looks).toHaveLength(1);
  });

  it('takes up a receiver that one round could not bring to the end in the next one, and then leaves it alone', async () => {
    const id = await newOrganization();
    const webhookId = await receiver(id);
    await house.write(id, 1);
    await house.work();
    await turn(webhookId, 'off');
    await house.write(id, 210);
    await house.work();
    await turn(webhookId, 'on');
    await house.write(id, 1);
    // Twenty transactions a round for one organization, so that no other waits for it.
    const round = sequencingRound(house.sequencing({ batch: 10 }));
    expect(await round(() => false)).toBe('more-left');
    expect(entriesOf(await deliveries()).at(-1)?.to).toBe(201);
    expect(await round(() => false)).toBe('nothing-left');
    expect(entriesOf(await deliveries()).at(-1)?.to).toBe(212);
    const version = async (): Promise<unknown> => (await house.root.query('select xmin from vitrine.trail_sink where webhook_id = $1', [webhookId])).rows;
    const settled = await version();
    await round(() => false);
    expect(await version()).toEqual(settled);
  });

  it('sends the end of an old epoch before the new one: what was signed under it is owed too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-anchors-'));
    try {
      const id = await newOrganization();
      const webhookId = await receiver(id);
      await house.write(id, 1);
      await house.work();
      await turn(webhookId, 'off');
      await house.write(id, 4);
      await house.work();
      await turn(webhookId, 'on');
      // A checkpoint that the database knows nothing of: it came from a backup. Epoch 2 was lost with it.
      folderAnchor(folder).keep(id, { epoch: 2, size: 7, note: 'lost' });
      await house.write(id, 2);
      await house.work(house.sequencing({ anchors: [folderAnchor(folder)] }));
      expect(entriesOf(await deliveries()).map(({ epoch, from, to }) => [epoch, from, to])).toEqual([
        [1, 0, 1],
        [1, 1, 5],
        [3, 0, 3],
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
