import { connectionIdSchema, deliveryIdSchema, webhookIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { nameSchema } from '../http/names.js';
import { pageQuery } from '../http/pagination.js';

/** What the API itself tells. A new name is also to be let through by a migration: the API may make messages of no other. */
export const announcedEvents = [
  'approval.waiting',
  'operator.session.requested',
  'operator.session.approved',
  'operator.session.refused',
  'operator.session.started',
  'operator.session.ended',
  'operator.session.expired',
] as const;

export const webhookEventSchema = z.enum(
  ['audit.completed', 'finding.opened', 'finding.resolved', 'finding.relapsed', 'schedule.skipped', 'trail.entries', 'trail.checkpoint', ...announcedEvents],
  'unknown-event',
);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;

/** A host name, never an address; `webhook-url.ts` judges the rest, and a worker the addresses behind it at every attempt. */
const urlSchema = z.string('invalid-url').max(2_000, 'invalid-url').meta({ format: 'uri', description: 'https, a host name, port 443 or 8443' });
const eventsSchema = z.array(webhookEventSchema).min(1, 'invalid-events').max(20, 'invalid-events');

export const webhookSchema = z
  .strictObject({
    id: webhookIdSchema,
    name: z.string(),
    url: z.string(),
    events: z.array(webhookEventSchema),
    /** `disabled`: Vitrine stopped sending, since the receiver said 410 or failed for three days. */
    state: z.enum(['on', 'off', 'disabled']),
    stateCode: z.enum(['gone', 'failing']).nullable(),
    /** Since when no delivery succeeded; null while they do. */
    failingSince: z.string().nullable(),
    secretChangedAt: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;

/** `whsec_` and 32 random bytes in base64, shown this once. */
export const webhookWithSecretSchema = webhookSchema.extend({ secret: z.string() }).meta({ id: 'WebhookWithSecret' });
export type WebhookWithSecret = z.infer<typeof webhookWithSecretSchema>;

export const createWebhookSchema = z.strictObject({ name: nameSchema, url: urlSchema, events: eventsSchema }).meta({ id: 'CreateWebhook' });
export type CreateWebhook = z.infer<typeof createWebhookSchema>;

export const changeWebhookSchema = z
  .strictObject({
    name: nameSchema.optional(),
    url: urlSchema.optional(),
    events: eventsSchema.optional(),
    /** `on` also brings back what was disabled. */
    state: z.enum(['on', 'off'], 'invalid-state').optional(),
  })
  .meta({ id: 'ChangeWebhook' });
export type ChangeWebhook = z.infer<typeof changeWebhookSchema>;

const deliveryStateSchema = z.enum(['pending', 'sending', 'delivered', 'failed', 'dropped'], 'invalid-state');
export const deliverySchema = z
  .strictObject({
    /** The message's own id, `webhook-id` at every attempt. */
    id: deliveryIdSchema,
    event: webhookEventSchema,
    /** Null for what is about none: the trail, an approval, an operator's session. */
    connectionId: connectionIdSchema.nullable(),
    /** The finding, audit, schedule, approval or session that it is about, or for the trail the organization; messages of one subject come in order. */
    subjectId: z.string(),
    state: deliveryStateSchema,
    attempts: z.number().int(),
    nextAttemptAt: z.string().nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
    /** Exactly what is sent. */
    body: z.string(),
    /** The last 20 attempts, oldest first; `code` is null for those that the receiver took. */
    log: z.array(z.strictObject({ at: z.string(), status: z.number().int().nullable(), code: z.string().nullable(), milliseconds: z.number().int() })),
  })
  .meta({ id: 'WebhookDelivery' });
export type Delivery = z.infer<typeof deliverySchema>;

export const listDeliveriesSchema = z.strictObject({ ...pageQuery, state: deliveryStateSchema.optional() });
export type ListDeliveries = z.infer<typeof listDeliveriesSchema>;

export const MAX_WEBHOOKS = 20;
