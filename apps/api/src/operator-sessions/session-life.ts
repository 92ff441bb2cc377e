import { Injectable } from '@nestjs/common';
import type { OperatorSessionId } from '@vitrine/contracts';
import { constraintOf } from '@vitrine/database';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { callerText, type Caller } from '../auth/caller.js';
import { notFound, refusal } from '../http/problem.js';
import { record, type TrailEvent } from '../trail/record.js';
import { Announcements } from '../webhooks/announcements.js';
import { sessionSteps, type SessionState } from './operator-session-steps.js';
import { OperatorSessionsRepository, type SessionRow } from './operator-sessions.repository.js';

/** The steps that both sides take, operators and the organization; each writes its entry into the organization's trail and tells its receivers. */
@Injectable()
export class SessionLife {
  constructor(
    private readonly sessions: OperatorSessionsRepository,
    private readonly announcements: Announcements,
  ) {}

  /** @throws VitrineError 404 | 409 `session-step` | 403 `operator-own-request` | 403 `organization-approves` */
  async decide(tx: OrganizationTransaction, caller: Caller, id: OperatorSessionId, to: 'approved' | 'refused'): Promise<SessionRow> {
    const session = await this.stepping(tx, id, to);
    // Attack: an operator lets himself in. (To take one's own request back is to end it.)
    if (caller.via.kind === 'operator' && caller.via.operator === session.operator)
      throw refusal(403, 'operator-own-request', 'Nobody decides about his own request.');
    try {
      const row = await this.sessions.decide(tx, id, to, callerText(caller));
      await this.note(tx, to, row);
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
    await this.note(tx, 'ended', row);
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
    for (const row of over) {
      await write(tx, { type: 'operator.session.expired', principal: 'system', payload: { ...payloadOf(row), expiredAt: row.expires_at.toISOString() } });
      await this.tell(tx, 'expired', row);
    }
    return over.length;
  }

  /** The entry of a step, and the message about it, both in the transaction of the step. */
  async note(tx: OrganizationTransaction, step: 'requested' | 'approved' | 'refused' | 'started' | 'ended', row: SessionRow): Promise<void> {
    await record(tx, { type: `operator.session.${step}`, payload: payloadOf(row) });
    await this.tell(tx, step, row);
  }

  private async tell(
    tx: OrganizationTransaction,
    step: 'requested' | 'approved' | 'refused' | 'started' | 'ended' | 'expired',
    row: SessionRow,
  ): Promise<void> {
    const { expires_at: expiresAt, decided_by: decidedBy, ended_by: endedBy, state } = row;
    await this.announcements.announce(tx, {
      event: `operator.session.${step}`,
      subjectId: row.id,
      data: { ...payloadOf(row), state, expiresAt: expiresAt.toISOString(), decidedBy, endedBy },
    });
  }
}

/** The reason stays in the row: it is a person's free text, and the trail and its messages are of ids and codes. */
const payloadOf = ({ id, operator, ticket, minutes }: SessionRow): TrailEvent['payload'] => ({ sessionId: id, operator, ticket, minutes });
