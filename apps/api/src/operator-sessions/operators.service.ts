import { Injectable } from '@nestjs/common';
import { operatorSessionIdSchema, type OperatorSessionId, type OrganizationId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { Caller } from '../auth/caller.js';
import { OperatorCallers } from '../auth/operator-callers.js';
import { operatorRequired } from '../auth/operator-errors.js';
import type { OperatorId } from '../auth/operator-id.js';
import { tokenHash } from '../auth/operator-session-token.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound } from '../http/problem.js';
import { requestContext } from '../http/request-context.js';
import { record } from '../trail/record.js';
import type { ListOwnSessions, OperatorSession, RequestSession, StartedSession } from './operator-session.schemas.js';
import { OperatorSessionsRepository, sessionOf, type SessionRow } from './operator-sessions.repository.js';
import { SessionExpiry } from './session-expiry.js';
import { SessionLife } from './session-life.js';

/** What operators do before and around a session. It shows them their requests, never anything of an organization's. */
@Injectable()
export class OperatorsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly sessions: OperatorSessionsRepository,
    private readonly life: SessionLife,
    private readonly expiry: SessionExpiry,
    private readonly operators: OperatorCallers,
  ) {}

  /** @throws VitrineError 404 where there is no such organization */
  async request(operator: OperatorId, wish: RequestSession, idempotency: Idempotency): Promise<Answer<OperatorSession>> {
    return await this.step(operator, wish.organizationId, idempotency, async (tx) => {
      const row = await this.sessions.insert(tx, freshId(operatorSessionIdSchema), operator, wish);
      await this.life.note(tx, 'requested', row);
      return new Answer(201, sessionOf(row), { location: `/v1/operator/sessions/${row.id}?organizationId=${wish.organizationId}` });
    });
  }

  async decide(
    operator: OperatorId,
    organizationId: OrganizationId,
    id: OperatorSessionId,
    to: 'approved' | 'refused',
    idempotency: Idempotency,
  ): Promise<Answer<OperatorSession>> {
    return await this.step(operator, organizationId, idempotency, async (tx, caller) => new Answer(200, sessionOf(await this.life.decide(tx, caller, id, to))));
  }

  /** By the operator whose it is. @throws VitrineError 404 | 409 `session-step` */
  async end(operator: OperatorId, organizationId: OrganizationId, id: OperatorSessionId, idempotency: Idempotency): Promise<Answer<OperatorSession>> {
    return await this.step(operator, organizationId, idempotency, async (tx, caller) => {
      await this.own(tx, operator, id);
      return new Answer(200, sessionOf(await this.life.end(tx, caller, id)));
    });
  }

  /** From here on its minutes run; the token is shown this once. @throws VitrineError 404 | 409 `session-step` */
  async start(operator: OperatorId, organizationId: OrganizationId, id: OperatorSessionId, idempotency: Idempotency): Promise<Answer<StartedSession>> {
    const { tokens } = this.operators;
    if (tokens === 'off') throw operatorRequired();
    const caller = asCaller(operator, organizationId);
    const answer = await this.mutations.run(caller, idempotency, async (tx) => {
      await this.expectOrganization(tx);
      await this.own(tx, operator, id);
      const { minutes } = await this.life.stepping(tx, id, 'active');
      const startedAt = await this.sessions.now(tx);
      const expiresAt = new Date(startedAt.getTime() + minutes * 60_000);
      const token = await tokens.sign({ operator, organizationId, sessionId: id }, startedAt, expiresAt);
      const row = await this.sessions.start(tx, id, tokenHash(token), startedAt, expiresAt);
      await this.life.note(tx, 'started', row);
      return { answer: new Answer(200, { ...sessionOf(row), token }), oneTimeSecretOf: id };
    });
    this.expiry.settleAt(organizationId, new Date(answer.body.expiresAt));
    return answer;
  }

  /** One request, to anybody on the list who may be asked to approve it. */
  async read(organizationId: OrganizationId, id: OperatorSessionId): Promise<OperatorSession> {
    const row = await this.database.inOrganization(organizationId, (tx) => this.sessions.find(tx, id, 'for-reading'), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return sessionOf(row);
  }

  /** The operator's own in one organization, newest first. There is no list across organizations. */
  async list(operator: OperatorId, { organizationId, limit, cursor, state }: ListOwnSessions): Promise<Page<OperatorSession>> {
    const binding = { organizationId, list: 'GET /v1/operator/sessions', filters: { operator, state: state ?? null } };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(organizationId, (tx) => this.sessions.list(tx, { operator, state: state ?? null, before }, limit + 1), {
      mode: 'read-only',
    });
    return this.cursors.page(binding, limit, rows, (row) => [row.id], sessionOf);
  }

  private async step(
    operator: OperatorId,
    organizationId: OrganizationId,
    idempotency: Idempotency,
    work: (tx: OrganizationTransaction, caller: Caller) => Promise<Answer<OperatorSession>>,
  ): Promise<Answer<OperatorSession>> {
    const caller = asCaller(operator, organizationId);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      await this.expectOrganization(tx);
      await this.life.settle(tx, record);
      return { answer: await work(tx, caller) };
    });
  }

  /** Attack: each made-up id becomes a trail, with a denial in it, that is kept and signed for ever. Where there is no organization, there is none to tell. */
  private async expectOrganization(tx: OrganizationTransaction): Promise<void> {
    if (await this.sessions.organizationExists(tx)) return;
    requestContext().caller = 'unknown';
    throw notFound();
  }

  /** Another operator's is not to be started or ended: for him it is not there. */
  private async own(tx: OrganizationTransaction, operator: OperatorId, id: OperatorSessionId): Promise<SessionRow> {
    const row = await this.sessions.find(tx, id, 'for-change');
    if (row === 'missing' || row.operator !== operator) throw notFound();
    return row;
  }
}

/** In the organization that he names, without a single scope; the trail and remembered requests name him by it. */
function asCaller(operator: OperatorId, organizationId: OrganizationId): Caller {
  const caller: Caller = {
    organizationId,
    memberId: 'none',
    role: 'none',
    via: { kind: 'operator', operator, session: 'none' },
    scopes: new Set(),
    connections: new Set(),
  };
  requestContext().caller = caller;
  return caller;
}
