import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, organizationIdSchema, type OrganizationId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import type { Received } from '../testing/api-under-test.js';
import { openOperatorHouse, type OperatorHouse, type OperatorName } from '../testing/operator-house.js';
import { announcedEvents } from '../webhooks/webhook.schemas.js';

let house: OperatorHouse;
beforeAll(async () => void (house = await openOperatorHouse()), 180_000);
afterAll(async () => await house.stop());
const root = () => house.database.poolFor('postgres');

const REASON = 'an audit that never ended';
const ask = async (organizationId: OrganizationId): Promise<Received> =>
  await house.asOperator('olga', 'POST', '/v1/operator/sessions', { body: { organizationId, reason: REASON, ticket: 'T-7', minutes: 15 } });
const step = async (name: OperatorName, organizationId: OrganizationId, asked: Received, what: string): Promise<Received> =>
  await house.asOperator(name, 'POST', `/v1/operator/sessions/${String(asked.body['id'])}/${what}`, { body: { organizationId } });

async function receiver(organizationId: OrganizationId): Promise<string> {
  const id = randomUUID();
  await root().query(
    `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, $2, 'w', 'https://hooks.example.com/', $3, 'spec')`,
    [organizationId, id, announcedEvents],
  );
  await root().query(`insert into vitrine.webhook_secret (organization_id, webhook_id, version, cloud, kid, sealed) values ($1, $2, 1, 'gcp', 'k', $3)`, [
    organizationId,
    id,
    randomBytes(300),
  ]);
  return id;
}
/** As one is before it connected anything. */
async function newOrganization(): Promise<OrganizationId> {
  const id = organizationIdSchema.parse(newId(organizationIdSchema));
  await root().query(`insert into vitrine.organization (organization_id, name) values ($1, 'New')`, [id]);
  return id;
}
const messageSchema = z.object({ event: z.string(), subject: z.string(), connection: z.null(), cloud: z.string(), body: z.string() });
const messagesTo = async (organizationId: OrganizationId): Promise<z.infer<typeof messageSchema>[]> =>
  z
    .array(messageSchema)
    .parse(
      (
        await root().query(
          `select event, subject_id as subject, connection_id as connection, cloud, body from vitrine.webhook_delivery where organization_id = $1 order by seq`,
          [organizationId],
        )
      ).rows,
    );

describe('PF-39 the steps of an operator’s session', () => {
  it('are messages to the organization’s receivers, in their order, though it has no connection; the neighbour’s hear nothing', async () => {
    const [lone, neighbour] = [await newOrganization(), await newOrganization()];
    await receiver(lone);
    await receiver(neighbour);
    const refused = await ask(lone);
    await step('otto', lone, refused, 'refuse');
    const asked = await ask(lone);
    await step('otto', lone, asked, 'approve');
    await step('olga', lone, asked, 'start');
    expect((await step('olga', lone, asked, 'end')).status).toBe(200);
    const messages = await messagesTo(lone);
    expect(messages.map(({ event, subject, cloud }) => [event.replace('operator.session.', ''), subject, cloud])).toEqual([
      ['requested', refused.body['id'], 'gcp'],
      ['refused', refused.body['id'], 'gcp'],
      ...['requested', 'approved', 'started', 'ended'].map((each) => [each, asked.body['id'], 'gcp']),
    ]);
    const otto = `operator:${house.platform.issuer}|otto`;
    expect(JSON.parse(messages[4]?.body ?? '')).toMatchObject({
      type: 'operator.session.started',
      data: {
        sessionId: asked.body['id'],
        operator: `${house.platform.issuer}|olga`,
        ticket: 'T-7',
        minutes: 15,
        state: 'active',
        decidedBy: otto,
        endedBy: null,
      },
    });
    // Nobody's free text, and no token.
    expect(messages.map(({ body }) => body).join('')).not.toMatch(new RegExp(`${REASON}|eyJ|token`));
    const jobs = await root().query(`select distinct kind, queue, connection_id from vitrine.job where organization_id = $1`, [lone]);
    expect(jobs.rows).toEqual([{ kind: 'deliver', queue: 'gcp', connection_id: null }]);
    expect(await messagesTo(neighbour)).toEqual([]);
  });

  it('are told where time ended it too', async () => {
    const lone = await newOrganization();
    await receiver(lone);
    const asked = await ask(lone);
    // No role may: only time does.
    await root().query('alter table vitrine.operator_session disable trigger guard_step');
    await root().query(`update vitrine.operator_session set expires_at = now() - interval '1 second' where id = $1`, [asked.body['id']]);
    await root().query('alter table vitrine.operator_session enable trigger guard_step');
    await ask(lone);
    expect((await messagesTo(lone)).map(({ event, subject }) => [event, subject === asked.body['id']])).toEqual([
      ['operator.session.requested', true],
      ['operator.session.expired', true],
      ['operator.session.requested', false],
    ]);
  });

  it('that are not taken tell nothing: message and step stand together or not at all', async () => {
    const lone = await newOrganization();
    await receiver(lone);
    const asked = await ask(lone);
    expect((await step('olga', lone, asked, 'approve')).status).toBe(403);
    expect((await step('olga', lone, asked, 'start')).status).toBe(409);
    await root().query(`update vitrine.organization set settings = settings || '{"operatorApproval": "organization"}' where organization_id = $1`, [lone]);
    expect((await step('otto', lone, asked, 'approve')).status).toBe(403);
    expect((await messagesTo(lone)).map(({ event }) => event)).toEqual(['operator.session.requested']);
  });
});

describe('the messages that the API’s own role can make', () => {
  it('are those of the list and no other: whoever has its password cannot tell a receiver of an audit, nor write a message as sent', async () => {
    const lone = await newOrganization();
    const webhookId = await receiver(lone);
    const insert = async (event: string): Promise<unknown> =>
      await withOrganization(house.database.poolFor('vitrine_api'), lone, (tx) =>
        tx.query(
          `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, cloud, subject_id, body) values ($1, $2, $3, $4, 'gcp', $1, '{}')`,
          [lone, randomUUID(), webhookId, event],
        ),
      );
    for (const event of announcedEvents) await insert(event);
    for (const event of ['audit.completed', 'finding.opened', 'trail.entries', 'operator.session.read'])
      await expect(insert(event)).rejects.toThrow(/row-level security/);
  });
});
