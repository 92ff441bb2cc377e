import { Injectable } from '@nestjs/common';
import type { OperatorSessionId } from '@vitrine/contracts';
import { constraintOf } from '@vitrine/database';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { callerText, type Caller } from '../auth/caller.js';
import { notFound, refusal } from '../http/problem.js';
import { record, type TrailEvent } from '../trail/record.js';
import { sessionSteps, type SessionState } from './operator-session-steps.js';
import { OperatorSessionsRepository, type SessionRow } from './operator-sessions.repository.js';

/** The steps that both sides take, operators and the organization; each writes its entry into the organization's trail. */
@Injectable()
export class SessionLife {
  constructor(private readonly sessions: OperatorSessionsRepository) {}

  /** @throws VitrineError 404 | 409 `session-step` | 403 `operator-own-request` | 403 `organization-approves` */
  async decide(tx: OrganizationTransaction, caller: Caller, id: OperatorSessionId, to: 'approved' | 'refused'): Promise<SessionRow> {
    const session = await this.stepping(tx, id, to);
    // Attack: an operator lets himself in. (To take one's own request back is to end it.)
    if (caller.via.kind === 'operator' && caller.via.operator === session.operator)
      throw refusal(403, 'operator-own-request', 'Nobody decides about his own request.');
    try {
      const row = await this.sessions.decide(tx, id, to, callerText(caller));
      await record(tx, { type: `operator.session.${to}`, payload: payloadOf(row) });
      return row;
    } catch (error) {
      // The rule stands in the database, where the setting is read under the same transaction.
      if (constraintOf(error) === 'operator_approval') throw refusal(403, 'organization-approves', 'This organization approves operators itself.');
      throw error;
    }
  }

  /** Also a request is taken back so. @throws VitrineError 404 | 409 `session-step` */
  async end(tx: OrganizationTransaction, caller: Caller, id: OperatorSessionId): Promise<SessionRow> {
    await this.stepping(tx, id, 'ended');
    const row = await this.sessions.end(tx, id, callerText(caller));
    await record(tx, { type: 'operator.session.ended', payload: payloadOf(row) });
    return row;
  }

  /** The session under its lock, if it may go there. */
  async stepping(tx: OrganizationTransaction, id: OperatorSessionId, to: SessionState): Promise<SessionRow> {
    const session = await this.sessions.find(tx, id, 'for-change');
    if (session === 'missing') throw notFound();
    if (!sessionSteps[session.state].includes(to)) throw refusal(409, 'session-step', `A session that is ${session.state} cannot become ${to}.`);
    return session;
  }

  /** Entries for those whose time ended them; nobody did. */
  async settle(tx: OrganizationTransaction, write: (tx: OrganizationTransaction, event: TrailEvent) => Promise<unknown>): Promise<number> {
    const over = await this.sessions.settleExpired(tx);
    for (const row of over)
      await write(tx, { type: 'operator.session.expired', principal: 'system', payload: { ...payloadOf(row), expiredAt: row.expires_at.toISOString() } });
    return over.length;
  }
}

/** The reason stays in the row: it is a person's free text, and the trail is of ids and codes. */
export const payloadOf = ({ id, operator, ticket, minutes }: SessionRow): TrailEvent['payload'] => ({ sessionId: id, operator, ticket, minutes });
