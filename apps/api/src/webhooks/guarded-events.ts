import type { Scope } from '../auth/scopes.js';
import { webhookEventSchema, type WebhookEvent } from './webhook.schemas.js';

/** What each event shows is what this scope reads; the others show no more than ids, codes and amounts of what any member sees. */
function scopeOf(event: WebhookEvent): Scope | 'none' {
  switch (event) {
    case 'trail.entries':
    case 'trail.checkpoint':
      return 'vitrine.trail.read';
    case 'approval.waiting':
      return 'vitrine.approvals.read';
    case 'operator.session.requested':
    case 'operator.session.approved':
    case 'operator.session.refused':
    case 'operator.session.started':
    case 'operator.session.ended':
    case 'operator.session.expired':
      return 'vitrine.operator-sessions.read';
    case 'audit.completed':
    case 'finding.opened':
    case 'finding.resolved':
    case 'finding.relapsed':
    case 'schedule.skipped':
      return 'none';
  }
}

/** Events that ask for a scope beside those of webhooks. */
export const guardedEvents: readonly (readonly [WebhookEvent, Scope])[] = webhookEventSchema.options.flatMap((event) => {
  const scope = scopeOf(event);
  return scope === 'none' ? [] : [[event, scope] as const];
});
