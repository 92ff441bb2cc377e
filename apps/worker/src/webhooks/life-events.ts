import type { AuditId, Cloud, ConnectionId } from '@vitrine/contracts';
import type { AnnouncedStep } from '../finding-life/announce-steps.js';
import type { WebhookEvent, WebhookEventName } from './emit-events.js';

/** Which event a step is; null for those that nobody is told of. */
function eventOf({ verdict, from, to }: AnnouncedStep): WebhookEventName | null {
  if (verdict !== 'fail' || from === to) return null;
  switch (to) {
    case 'open':
      // Seen for the first time, or back from a waiver or a tag rule; a person's own reopening is no news to him.
      return from === null || from === 'waived' || from === 'excluded' ? 'finding.opened' : null;
    case 'resolved':
      return 'finding.resolved';
    case 'relapsed':
      return 'finding.relapsed';
    default:
      return null;
  }
}

/** Events of findings: ids, codes and money. Names and ids of resources stay behind the API, which asks who wants to know. */
export function findingEvents(connectionId: ConnectionId, steps: readonly AnnouncedStep[]): WebhookEvent[] {
  return steps.flatMap((step) => {
    const event = eventOf(step);
    if (event === null) return [];
    const { findingId, auditId, cloud, ruleId, severity, from, reason, currency, amount } = step;
    const monthly = currency === null || amount === null ? null : { currency, amount };
    return [
      {
        event,
        connectionId,
        cloud,
        subjectId: findingId,
        at: step.at,
        data: { findingId, connectionId, auditId, cloud, ruleId, severity, from, reason, savingMonthly: monthly },
      },
    ];
  });
}

export interface CompletedAudit {
  readonly auditId: AuditId;
  readonly connectionId: ConnectionId;
  readonly cloud: Cloud;
  readonly state: 'completed' | 'partial';
  readonly savings: readonly object[];
  readonly findings: Readonly<Record<string, number>>;
  readonly resolved: number;
  readonly realised: number;
}

export function auditEvent({ auditId, connectionId, cloud, ...told }: CompletedAudit): WebhookEvent {
  return { event: 'audit.completed', connectionId, cloud, subjectId: auditId, at: new Date(), data: { auditId, connectionId, cloud, ...told } };
}
