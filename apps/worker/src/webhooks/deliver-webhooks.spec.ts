import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { connectionIdSchema, findingIdSchema, newId, organizationIdSchema, webhookIdSchema } from '@vitrine/contracts';
import { createLocalKeySet, keyProviderOf } from '@vitrine/crypto-open';
import { sealWebhookSecret } from '@vitrine/crypto-seal';
import { withOrganization } from '@vitrine/tenancy';
import type { SeededOrganization } from '@vitrine/testing';
import { z } from 'zod';
import { AuditHouse, volume } from '../testing/audit-house.js';
import { unattachedRule } from '../testing/pretend-cloud.js';
import { runAuditHere, startAudit, workUntilIdle } from '../testing/run-audit-here.js';
import { mostAttempts, pauseAfter } from './back-off.js';
import { emitEvents, type WebhookEvent } from './emit-events.js';
import type { SendOutcome } from './send-message.js';

const house = new AuditHouse();
const keySet = await createLocalKeySet();
const good: SendOutcome = { outcome: 'answered', status: 200, retryAfterSeconds: null };

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** A receiver in this process; `answer` decides each attempt. */
function receiver(answer: (sent: Sent, nth: number) => SendOutcome = () => good) {
  const sent: Sent[] = [];
  const send = (url: string, headers: Readonly<Record<string, string>>, body: string): Promise<SendOutcome> => {
    sent.push({ url, headers, body });
    return Promise.resolve(answer({ url, headers, body }, sent.length));
  };
  return { sent, context: { ...house.context, webhooks: { unwrapper: keyProviderOf(keySet.privateJwks), send } } };
}

async function plantWebhook(organization: SeededOrganization, events: readonly string[]): Promise<{ id: z.infer<typeof webhookIdSchema>; secret: Buffer }> {
  await house.root.query('delete from vitrine.webhook where organization_id = $1', [organization.organizationId]);
  const id = webhookIdSchema.parse(newId(webhookIdSchema));
  await house.root.query(
    `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, $2, 'w', 'https://hooks.example.com/', $3, 'spec')`,
    [organization.organizationId, id, events],
  );
  return { id, secret: await plantSecret(organization, id, 1) };
}
async function plantSecret(organization: SeededOrganization, webhookId: string, version: number): Promise<Buffer> {
  const secret = randomBytes(32);
  for (const key of keySet.publicJwks.keys) {
    const context = { organizationId: organization.organizationId, webhookId, version, cloud: key.cloud };
    const { bytes, kid } = await sealWebhookSecret({ secret, context, key });
    await house.root.query(`insert into vitrine.webhook_secret (organization_id, webhook_id, version, cloud, kid, sealed) values ($1, $2, $3, $4, $5, $6)`, [
      organization.organizationId,
      webhookId,
      version,
      key.cloud,
      kid,
      Buffer.from(bytes),
    ]);
  }
  return secret;
}
const emit = async (organization: SeededOrganization, ...subjects: readonly (readonly [string, number])[]): Promise<void> =>
  await withOrganization(house.context.pool, organizationIdSchema.parse(organization.organizationId), async (transaction) => {
    const events = subjects.map(([subjectId, n]): WebhookEvent => ({
      event: 'finding.opened',
      connectionId: connectionIdSchema.parse(organization.connections.aws),
      cloud: 'aws',
      subjectId,
      at: new Date(),
      data: { n },
    }));
    await emitEvents(transaction, events);
  });
const bodySchema = z.object({ type: z.string(), timestamp: z.string(), data: z.record(z.string(), z.unknown()) });
const read = ({ body }: Sent): z.infer<typeof bodySchema> => bodySchema.parse(JSON.parse(body));
const deliveries = async (webhookId: string): Promise<unknown[]> =>
  (await house.root.query(`select state, attempts from vitrine.webhook_delivery where webhook_id = $1 order by seq`, [webhookId])).rows;
/** As if the pause were over. */
const passTime = async (): Promise<void> => {
  await house.root.query(`update vitrine.webhook_delivery set next_attempt_at = now() - interval '1 second' where state = 'pending'`);
  await house.root.query(`update vitrine.job set not_before = null where kind = 'deliver' and state = 'queued'`);
};
const someId = (): string => newId(findingIdSchema);

describe('webhooks', () => {
  it('tell an audit and its findings, signed as Standard Webhooks says, to their own organization alone', async () => {
    const { secret } = await plantWebhook(house.acme, ['audit.completed', 'finding.opened', 'finding.resolved', 'finding.relapsed']);
    await plantWebhook(house.umbra, ['schedule.skipped']);
    const { sent, context } = receiver();
    const audit = async () => await runAuditHere(context, house.pools, house.acme, { rules: [unattachedRule.id] });
    await audit();
    expect(sent.map((each) => read(each).type).sort()).toEqual(['audit.completed', 'finding.opened', 'finding.opened', 'finding.opened']);
    for (const { headers, body } of sent) {
      const signed = `${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.${body}`;
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
      expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(120);
    }
    expect(new Set(sent.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
    sent.length = 0;
    house.cloud.estate.volumes['eu-central-1'] = [volume('v4', false)];
    await audit();
    house.cloud.estate.volumes['eu-central-1'] = [volume('v2', false), volume('v4', false)];
    await audit();
    expect(sent.map((each) => read(each).type)).toEqual(['finding.resolved', 'audit.completed', 'finding.relapsed', 'audit.completed']);
    // Neither names nor ids of resources, nor anything sealed.
    expect(sent.map(({ body }) => body).join('')).not.toMatch(/arn:|v2|secret|sealed/);
  });

  it('are not told again by an audit that finds the same', async () => {
    await plantWebhook(house.acme, ['finding.opened']);
    const { sent, context } = receiver();
    for (let n = 0; n < 2; n += 1) await runAuditHere(context, house.pools, house.acme, { rules: [unattachedRule.id] });
    expect(sent).toHaveLength(3);
  });

  it('tell that a schedule was skipped', async () => {
    const { id } = await plantWebhook(house.acme, ['schedule.skipped']);
    await startAudit(house.pools, house.acme);
    const ids = { schedule: newId(z.uuid()), job: newId(z.uuid()) };
    await house.root.query(`insert into vitrine.job (organization_id, id, kind, connection_id, queue) values ($1, $2, 'schedule', $3, 'system')`, [
      house.acme.organizationId,
      ids.job,
      house.acme.connections.aws,
    ]);
    await house.root.query(
      `insert into vitrine.schedule (organization_id, id, connection_id, name, cron, time_zone, job_id, next_at, created_by) values ($1, $2, $3, 's', '0 2 * * *', 'UTC', $4, now(), 'spec')`,
      [house.acme.organizationId, ids.schedule, house.acme.connections.aws, ids.job],
    );
    const { sent, context } = receiver();
    await workUntilIdle(context, house.pools);
    expect(sent.map(read)).toMatchObject([{ type: 'schedule.skipped', data: { scheduleId: ids.schedule, reason: 'audit-running' } }]);
    expect(await deliveries(id)).toEqual([{ state: 'delivered', attempts: 1 }]);
  });

  it('keep the order of each subject: what failed holds back what came after it, and nothing else; the id stays the same', async () => {
    const { id } = await plantWebhook(house.acme, ['finding.opened']);
    const [one, other] = [someId(), someId()];
    await emit(house.acme, [one, 1], [one, 2], [other, 3]);
    const { sent, context } = receiver((_, nth) => (nth === 1 ? { outcome: 'unreachable', code: 'econnrefused' } : good));
    await workUntilIdle(context, house.pools);
    expect(sent.map((each) => read(each).data['n'])).toEqual([1, 3]);
    await passTime();
    await workUntilIdle(context, house.pools);
    expect(sent.map((each) => read(each).data['n'])).toEqual([1, 3, 1, 2]);
    expect(sent[2]?.headers['webhook-id']).toBe(sent[0]?.headers['webhook-id']);
    expect(await deliveries(id)).toEqual([
      { state: 'delivered', attempts: 2 },
      { state: 'delivered', attempts: 1 },
      { state: 'delivered', attempts: 1 },
    ]);
  });

  it('are sent again by the next worker where one died between sending and writing down: at least once, same id', async () => {
    const { id } = await plantWebhook(house.acme, ['finding.opened']);
    await emit(house.acme, [someId(), 1]);
    // The worker that took it lost its job.
    await house.root.query(`update vitrine.webhook_delivery set state = 'sending', job_id = gen_random_uuid(), fence = 1, attempts = 1 where webhook_id = $1`, [
      id,
    ]);
    const { sent, context } = receiver();
    await workUntilIdle(context, house.pools);
    expect([sent.length, await deliveries(id)]).toEqual([1, [{ state: 'delivered', attempts: 2 }]]);
  });

  it('give up after their last pause, disable a receiver that failed for days, and drop what waited; 410 does so at once', async () => {
    const { id } = await plantWebhook(house.acme, ['finding.opened']);
    const first = someId();
    await emit(house.acme, [first, 1]);
    const { sent, context } = receiver(() => ({ outcome: 'answered', status: 500, retryAfterSeconds: null }));
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      await passTime();
      await workUntilIdle(context, house.pools);
    }
    expect([sent.length, await deliveries(id)]).toEqual([mostAttempts, [{ state: 'failed', attempts: mostAttempts }]]);
    await house.root.query(`update vitrine.webhook set failing_since = now() - interval '4 days' where id = $1`, [id]);
    await emit(house.acme, [someId(), 2]);
    await workUntilIdle(context, house.pools);
    const state = async () => (await house.root.query(`select state, state_code from vitrine.webhook where id = $1`, [id])).rows;
    expect(await state()).toEqual([{ state: 'disabled', state_code: 'failing' }]);
    expect((await deliveries(id))[1]).toMatchObject({ state: 'dropped' });
    // Nothing is written for one that is off.
    await emit(house.acme, [someId(), 3]);
    expect(await deliveries(id)).toHaveLength(2);

    const gone = await plantWebhook(house.acme, ['finding.opened']);
    await emit(house.acme, [someId(), 1]);
    await workUntilIdle(receiver(() => ({ outcome: 'answered', status: 410, retryAfterSeconds: null })).context, house.pools);
    expect((await house.root.query(`select state_code from vitrine.webhook where id = $1`, [gone.id])).rows).toEqual([{ state_code: 'gone' }]);
  });

  it('are signed by both secrets for a day after a change', async () => {
    const { id, secret } = await plantWebhook(house.acme, ['finding.opened']);
    const newer = await plantSecret(house.acme, id, 2);
    await house.root.query(`update vitrine.webhook set secret_version = 2, secret_changed_at = now() where id = $1`, [id]);
    const { sent, context } = receiver();
    await emit(house.acme, [someId(), 1]);
    await workUntilIdle(context, house.pools);
    const [{ headers, body }] = sent as [Sent]; // One message was emitted.
    const by = (each: Buffer): string =>
      `v1,${createHmac('sha256', each)
        .update(`${headers['webhook-id'] ?? ''}.${headers['webhook-timestamp'] ?? ''}.${body}`)
        .digest('base64')}`;
    expect(headers['webhook-signature']).toBe(`${by(newer)} ${by(secret)}`);
    await house.root.query(`update vitrine.webhook set secret_changed_at = now() - interval '25 hours' where id = $1`, [id]);
    await emit(house.acme, [someId(), 2]);
    await workUntilIdle(context, house.pools);
    expect(sent[1]?.headers['webhook-signature']?.split(' ')).toHaveLength(1);
  });

  it('go out unsigned never: a secret that does not open is a failed attempt', async () => {
    const { id } = await plantWebhook(house.acme, ['finding.opened']);
    // Attack: the neighbour's envelope in this row.
    await house.root.query(
      `update vitrine.webhook_secret s set sealed = o.sealed from vitrine.webhook_secret o where s.webhook_id = $1 and o.webhook_id = $1 and s.cloud = 'aws' and o.cloud = 'gcp'`,
      [id],
    );
    await emit(house.acme, [someId(), 1]);
    const { sent, context } = receiver();
    await workUntilIdle(context, house.pools);
    expect(sent).toEqual([]);
    expect((await house.root.query(`select log->-1->>'code' as code from vitrine.webhook_delivery where webhook_id = $1`, [id])).rows).toEqual([
      { code: 'secret-unavailable' },
    ]);
  });

  it('show their sealed secrets to no one but a delivery job of that receiver under a live lease', async () => {
    await plantWebhook(house.acme, ['finding.opened']);
    const organizationId = organizationIdSchema.parse(house.acme.organizationId);
    const seen = await withOrganization(
      house.context.pool,
      organizationId,
      async (transaction) => (await transaction.query('select 1 from vitrine.webhook_secret')).rowCount,
    );
    expect(seen).toBe(0);
    await expect(house.database.poolFor('vitrine_api').query('select sealed from vitrine.webhook_secret')).rejects.toThrow(/permission denied/);
    await expect(house.database.poolFor('vitrine_relay').query('select 1 from vitrine.webhook_delivery')).rejects.toThrow(/permission denied/);
  });
});

describe('the pause before the next attempt', () => {
  it('grows over a bit more than a day, honours Retry-After up to an hour, and ends', () => {
    expect(pauseAfter(1, null, 0)).toBe(5);
    expect(pauseAfter(1, 60, 0)).toBe(60);
    expect(pauseAfter(1, 999_999, 0)).toBe(3_600);
    expect(pauseAfter(2, null, 1)).toBeCloseTo(330);
    expect(pauseAfter(mostAttempts, null, 0)).toBe('exhausted');
    const sum = Array.from({ length: mostAttempts - 1 }, (_, n) => Number(pauseAfter(n + 1, null, 0))).reduce((total, each) => total + each, 0);
    expect(sum / 3_600).toBeGreaterThan(24);
  });
});
