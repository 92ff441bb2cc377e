import { Injectable } from '@nestjs/common';
import type { OperatorSessionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { expectWhole, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { operatorWork } from '../database/operator-work.js';
import { Answer } from '../http/answer.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound } from '../http/problem.js';
import { record } from '../trail/record.js';
import type { ListSessions, OperatorSession } from './operator-session.schemas.js';
import { OperatorSessionsRepository, sessionOf, type SessionRow } from './operator-sessions.repository.js';
import { SessionExpiry } from './session-expiry.js';
import { SessionLife } from './session-life.js';

/** The organization's side: every request and session there ever was, a yes or no, and the end of one at any time. */
@Injectable()
export class OrganizationSessionsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly sessions: OperatorSessionsRepository,
    private readonly life: SessionLife,
    private readonly expiry: SessionExpiry,
  ) {}

  async list(caller: Caller, { limit, cursor, state }: ListSessions): Promise<Page<OperatorSession>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/organization/operator-sessions', filters: { state: state ?? null } };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(
      caller.organizationId,
      (tx) => this.sessions.list(tx, { operator: null, state: state ?? null, before }, limit + 1),
      { mode: 'read-only' },
    );
    // Seen to be over: the entry is written now, where nobody did yet. (An operator writes nothing.)
    if (rows.some(({ unsettled }) => unsettled) && operatorWork() === 'none') await this.expiry.settle(caller.organizationId);
    return this.cursors.page(binding, limit, rows, (row) => [row.id], sessionOf);
  }

  async read(caller: Caller, id: OperatorSessionId): Promise<OperatorSession> {
    const row = await this.database.inOrganization(caller.organizationId, (tx) => this.sessions.find(tx, id, 'for-reading'), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return sessionOf(row);
  }

  /** @throws VitrineError 404 | 409 `session-step` */
  async decide(caller: Caller, id: OperatorSessionId, to: 'approved' | 'refused', idempotency: Idempotency): Promise<Answer<OperatorSession>> {
    return await this.step(caller, idempotency, async (tx) => await this.life.decide(tx, caller, id, to));
  }

  /** In effect in every process within a quarter of a second, see `RecentRows`. @throws VitrineError 404 | 409 `session-step` */
  async end(caller: Caller, id: OperatorSessionId, idempotency: Idempotency): Promise<Answer<OperatorSession>> {
    return await this.step(caller, idempotency, async (tx) => await this.life.end(tx, caller, id));
  }

  private async step(caller: Caller, idempotency: Idempotency, work: (tx: OrganizationTransaction) => Promise<SessionRow>): Promise<Answer<OperatorSession>> {
    expectWhole(caller);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      await this.life.settle(tx, record);
      return { answer: new Answer(200, sessionOf(await work(tx))) };
    });
  }
}
