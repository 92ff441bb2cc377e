import { Injectable } from '@nestjs/common';
import type { JobId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { connectionFilter, expectConnection, type Caller } from '../auth/caller.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound } from '../http/problem.js';
import { record } from '../trail/record.js';
import { alreadyReplayed } from './audit-errors.js';
import type { Audit } from './audit.schemas.js';
import { AuditsService } from './audits.service.js';
import type { DeadLetter } from './dead-letter.schemas.js';
import { DeadLettersRepository, type DeadLetterRow } from './dead-letters.repository.js';

const LIST = 'GET /v1/dead-letters';

export interface DeadLetterQuery {
  readonly auditId?: string | undefined;
  readonly connectionId?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * What audits gave up on. A replay is an audit of its own, of the same connection and rules: what the other one knew of its items went with its
 * end, and its findings have been judged. The dead letter itself is never changed.
 */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly audits: AuditsService,
    private readonly connections: ConnectionsRepository,
    private readonly deadLetters: DeadLettersRepository,
  ) {}

  async list(caller: Caller, query: DeadLetterQuery): Promise<Page<DeadLetter>> {
    const filter = { auditId: query.auditId ?? null, connectionId: query.connectionId ?? null, connectionIds: connectionFilter(caller) };
    const binding = { organizationId: caller.organizationId, list: LIST, filters: filter };
    const position = this.cursors.read(binding, query.cursor);
    const before = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.deadLetters.list(tx, filter, before, query.limit + 1), {
      mode: 'one-read',
    });
    return this.cursors.page(binding, query.limit, rows, (row) => [row.id], deadLetterOf);
  }

  /**
   * One dead letter is replayed once: whoever asks again is told by which audit.
   * @throws VitrineError 404 | 409 `already-replayed`, `run-active` while any audit of the connection runs, and as for a start
   */
  async replay(caller: Caller, id: JobId, idempotency: Idempotency): Promise<Answer<Audit>> {
    let offer: (() => Promise<unknown>) | undefined;
    const answer = await this.mutations.run<Audit>(caller, idempotency, async (tx) => {
      const { audit_id: auditId, connection_id: connectionId, rules } = await this.visible(tx, caller, id);
      // Two replays at once are one after the other, so that the second sees the first.
      if ((await this.connections.find(tx, connectionId, 'for-change')) === 'missing') throw notFound();
      const { replayed_by: replayedBy } = await this.visible(tx, caller, id);
      if (replayedBy !== null) throw alreadyReplayed(replayedBy);
      const begun = await this.audits.begin(tx, caller, { connectionId, rules, replays: id });
      offer = begun.offer;
      await record(tx, { type: 'job.replayed', payload: { jobId: id, auditId, replayedBy: begun.auditId, connectionId } });
      return { answer: new Answer(202, await this.audits.view(tx, begun.auditId), { location: `/v1/audits/${begun.auditId}` }) };
    });
    await offer?.();
    return answer;
  }

  private async visible(tx: OrganizationTransaction, caller: Caller, id: JobId): Promise<DeadLetterRow> {
    const letter = await this.deadLetters.find(tx, id);
    if (letter === 'missing') throw notFound();
    expectConnection(caller, letter.connection_id);
    return letter;
  }
}

function deadLetterOf(row: DeadLetterRow): DeadLetter {
  const { id, kind, reader, scope, cause } = row;
  return {
    id,
    auditId: row.audit_id,
    connectionId: row.connection_id,
    kind,
    reader,
    scope,
    cause,
    attempts: row.attempt,
    lostHolders: row.lost_holders,
    pages: row.page_no,
    createdAt: row.created_at.toISOString(),
    diedAt: row.ended_at.toISOString(),
    replayedBy: row.replayed_by,
  };
}
