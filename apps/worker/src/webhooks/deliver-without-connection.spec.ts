import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { clouds, jobIdSchema, newId, organizationIdSchema, webhookIdSchema, type JobId, type OrganizationId, type WebhookId } from '@vitrine/contracts';
import { createLocalKeySet, keyProviderOf } from '@vitrine/crypto-open';
import { sealWebhookSecret } from '@vitrine/crypto-seal';
import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import { claimJob } from '../jobs/claim-job.js';
import { beat } from '../jobs/lease.js';
import { AuditHouse } from '../testing/audit-house.js';
import { workUntilIdle } from '../testing/run-audit-here.js';
import { planDelivery } from './emit-events.js';

const house = new AuditHouse();
const keySet = await createLocalKeySet();

/** An organization that has a receiver and no connection, as a new one is. */
async function newcomer(): Promise<{ organizationId: OrganizationId; webhookId: WebhookId }> {
  const [organizationId, webhookId] = [organizationIdSchema.parse(newId(organizationIdSchema)), webhookIdSchema.parse(newId(webhookIdSchema))];
  await house.root.query(`insert into vitrine.organization (organization_id, name) values ($1, 'New')`, [organizationId]);
  await house.root.query(
    `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, $2, 'w', 'https://hooks.example.com/', '{approval.waiting}', 'spec')`,
    [organizationId, webhookId],
  );
  for (const key of keySet.publicJwks.keys) {
    const { bytes, kid } = await sealWebhookSecret({ secret: randomBytes(32), context: { organizationId, webhookId, version: 1, cloud: key.cloud }, key });
    await house.root.query(`insert into vitrine.webhook_secret (organization_id, webhook_id, version, cloud, kid, sealed) values ($1, $2, 1, $3, $4, $5)`, [
      organizationId,
      webhookId,
      key.cloud,
      kid,
      Buffer.from(bytes),
    ]);
  }
  return { organizationId, webhookId };
}
async function plant(organizationId: OrganizationId, webhookId: WebhookId, count = 1): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await house.root.query(
      `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, cloud, subject_id, body) values ($1, $2, $3, 'approval.waiting', 'gcp', $1, $4)`,
      [organizationId, newId(z.uuid()), webhookId, JSON.stringify({ n })],
    );
  await withOrganization(house.context.pool, organizationId, (transaction) => planDelivery(transaction, { webhookId, connectionId: null, cloud: 'gcp' }, null));
}
const jobOf = async (organizationId: OrganizationId): Promise<JobId> =>
  z.object({ id: jobIdSchema }).parse((await house.root.query('select id from vitrine.job where organization_id = $1', [organizationId])).rows[0]).id;

describe('a delivery about no connection', () => {
  let place: { organizationId: OrganizationId; webhookId: WebhookId };
  beforeEach(async () => void (place = await newcomer()));

  it('is sent, signed and settled by the workers of its cloud, and what fails is tried again without one too', async () => {
    await plant(place.organizationId, place.webhookId, 2);
    const sent: string[] = [];
    const send = (_url: string, headers: Readonly<Record<string, string>>, body: string) => {
      expect(headers['webhook-signature']).toMatch(/^v1,/);
      sent.push(body);
      return Promise.resolve({ outcome: 'answered', status: sent.length === 2 ? 500 : 200, retryAfterSeconds: null } as const);
    };
    await workUntilIdle({ ...house.context, webhooks: { unwrapper: keyProviderOf(keySet.privateJwks), send } }, house.pools);
    expect(sent).toEqual(['{"n":0}', '{"n":1}']);
    const { rows } = await house.root.query(`select queue, state, connection_id from vitrine.job where organization_id = $1 order by created_at, state desc`, [
      place.organizationId,
    ]);
    expect(rows).toEqual([
      { queue: 'gcp', state: 'done', connection_id: null },
      { queue: 'gcp', state: 'queued', connection_id: null },
    ]);
  });

  it('holds its lease like any other job, and is buried like one', async () => {
    await plant(place.organizationId, place.webhookId);
    const reference = { organizationId: place.organizationId, jobId: await jobOf(place.organizationId) };
    const claim = await claimJob(house.context.pool, reference, 10);
    if (claim.outcome !== 'claimed-unconnected') throw new Error(claim.outcome);
    expect(claim.job).toMatchObject({ connectionId: null, cloud: 'gcp', queue: 'gcp', kind: 'deliver' });
    expect(await beat(house.context.pool, claim.job, 10)).toBe('held');
    await house.root.query(`update vitrine.job set state = 'queued', attempt = 3, lease_until = null where organization_id = $1`, [place.organizationId]);
    expect(await claimJob(house.context.pool, reference, 10)).toEqual({ outcome: 'buried' });
  });

  it('is the only work without a connection: nothing is read of a cloud, and no credential opened, on behalf of none', async () => {
    for (const kind of ['plan', 'cursor', 'metrics', 'validate', 'bill', 'finalize', 'schedule'])
      await expect(
        house.root.query(`insert into vitrine.job (organization_id, id, kind, queue) values ($1, $2, $3, 'aws')`, [
          place.organizationId,
          newId(z.uuid()),
          kind,
        ]),
      ).rejects.toThrow(/job_has_connection/);
  });
});

describe('vitrine.delivering_cloud', () => {
  const chosen = async (organizationId: OrganizationId, webhookId: WebhookId): Promise<unknown> =>
    await withOrganization(
      house.database.poolFor('vitrine_sequencer'),
      organizationId,
      async (tx) => (await tx.query<{ cloud: string | null }>('select vitrine.delivering_cloud($1) as cloud', [webhookId])).rows[0]?.cloud,
    );
  const connect = async (organizationId: OrganizationId, cloud: string, state = 'valid'): Promise<void> =>
    void (await house.root.query(
      `insert into vitrine.connection select (jsonb_populate_record(c, jsonb_build_object('organization_id', $1::uuid, 'id', $2::uuid, 'state', $4::text))).*
       from vitrine.connection c where c.organization_id = $5 and c.cloud = $3`,
      [organizationId, newId(z.uuid()), cloud, state, house.acme.organizationId],
    ));

  it('is one that can sign: of a cloud that the organization is connected to where there is one, since its workers surely run', async () => {
    const { organizationId, webhookId } = await newcomer();
    expect(await chosen(organizationId, webhookId)).toBe([...clouds].sort()[0]);
    await connect(organizationId, 'azure', 'revoked');
    await connect(organizationId, 'gcp');
    expect(await chosen(organizationId, webhookId)).toBe('gcp');
    // The receiver's secret is none of gcp's: whoever can sign comes first.
    await house.root.query(`delete from vitrine.webhook_secret where webhook_id = $1 and cloud <> 'azure'`, [webhookId]);
    expect(await chosen(organizationId, webhookId)).toBe('azure');
    await house.root.query(`delete from vitrine.webhook_secret where webhook_id = $1`, [webhookId]);
    expect(await chosen(organizationId, webhookId)).toBe('gcp');
  });

  it('knows nothing of the neighbour’s receivers', async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    expect(await chosen(one.organizationId, other.webhookId)).toBeNull();
  });
});
