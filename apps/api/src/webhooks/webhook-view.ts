import type { DeliveryRow } from './deliveries.repository.js';
import type { Delivery, Webhook } from './webhook.schemas.js';
import type { WebhookRow } from './webhooks.repository.js';

export function webhookOf(row: WebhookRow): Webhook {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    events: row.events,
    state: row.state,
    stateCode: row.state_code,
    failingSince: row.failing_since?.toISOString() ?? null,
    secretChangedAt: row.secret_changed_at.toISOString(),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  };
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    event: row.event,
    connectionId: row.connection_id,
    subjectId: row.subject_id,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.state === 'pending' ? row.next_attempt_at.toISOString() : null,
    createdAt: row.created_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    body: row.body,
    log: row.log,
  };
}
