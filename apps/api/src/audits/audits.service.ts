import { Injectable } from '@nestjs/common';
import {
  auditIdSchema,
  borrowedKinds,
  jobIdSchema,
  queueOf,
  ruleCatalogue,
  type AuditId,
  type Cloud,
  type ConnectionId,
  type JobId,
  type QueueName,
} from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { callerText, connectionFilter, expectConnection, type Caller } from '../auth/caller.js';
import { ConnectionsRepository, type ConnectionRow } from '../connections/connections.repository.js';
import { CredentialsRepository } from '../connections/credentials.repository.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound } from '../http/problem.js';
import { requestContext } from '../http/request-context.js';
import { JobOffers } from '../queue/job-offers.js';
import { record } from '../trail/record.js';
import { auditEnded, borrowedExpired, connectionClosed, credentialMissing, runActive, unknownRule } from './audit-errors.js';
import type { Audit, AuditSummary, BlindSpot, StartAudit } from './audit.schemas.js';
import { auditSummary, auditView } from './audit-view.js';
import { AuditsRepository, type AuditRow } from './audits.repository.js';

const LIST = 'GET /v1/audits';

export interface AuditQuery {
  readonly connectionId?: string | undefined;
  readonly cloud?: string | undefined;
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

@Injectable()
export class AuditsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly jobOffers: JobOffers,
    private readonly audits: AuditsRepository,
    private readonly connections: ConnectionsRepository,
    private readonly credentials: CredentialsRepository,
  ) {}

  /** Writes audit and plan job in one transaction, then offers the job by reference; a queue that is away changes nothing (case 51). */
  async start(caller: Caller, body: StartAudit, idempotency: Idempotency): Promise<Answer<Audit>> {
    expectConnection(caller, body.connectionId);
    let offer: (() => Promise<unknown>) | undefined;
    const answer = await this.mutations.run<Audit>(caller, idempotency, async (tx) => {
      const { auditId, offer: planned } = await this.begin(tx, caller, { connectionId: body.connectionId, rules: body.rules ?? null, replays: null });
      offer = planned;
      await record(tx, { type: 'audit.requested', payload: { auditId, connectionId: body.connectionId } });
      return { answer: new Answer(202, await this.view(tx, auditId), { location: `/v1/audits/${auditId}` }) };
    });
    await offer?.();
    return answer;
  }

  /**
   * The rows of a new audit; nothing of it is told or recorded yet.
   * @returns what hands its plan to the queue, to be called after the commit
   * @throws VitrineError 404 | 409 `credential-missing`, `credential-expired`, `connection-rejected`, `connection-revoked`, `run-active` | 422 `unknown-rule`
   */
  async begin(
    tx: OrganizationTransaction,
    caller: Caller,
    asked: { readonly connectionId: ConnectionId; readonly rules: readonly string[] | null; readonly replays: JobId | null },
  ): Promise<{ readonly auditId: AuditId; readonly offer: () => Promise<unknown> }> {
    // The lock makes two starts at once one after the other, so that the second sees the first.
    const connection = await this.connections.find(tx, asked.connectionId, 'for-change');
    if (connection === 'missing') throw notFound();
    await this.expectUsable(tx, connection);
    expectKnownRules(connection.cloud, asked.rules);
    const active = await this.audits.active(tx, connection.id);
    if (active !== 'none') throw runActive(active);
    const auditId = freshId(auditIdSchema);
    const { traceId } = requestContext().trace;
    await this.audits.insert(tx, {
      id: auditId,
      connectionId: connection.id,
      credentialVersion: connection.credential_version,
      rules: asked.rules === null ? null : [...new Set(asked.rules)],
      requestedBy: callerText(caller),
      traceId,
      replaysJobId: asked.replays,
    });
    return { auditId, offer: await this.plan(tx, { kind: 'plan', auditId, connection, queue: queueOf('plan', connection.cloud), traceId }) };
  }

  async list(caller: Caller, query: AuditQuery): Promise<Page<AuditSummary>> {
    const filter = {
      connectionId: query.connectionId ?? null,
      cloud: query.cloud ?? null,
      state: query.state ?? null,
      connectionIds: connectionFilter(caller),
    };
    const binding = { organizationId: caller.organizationId, list: LIST, filters: filter };
    const position = this.cursors.read(binding, query.cursor);
    const before = position === 'start' ? null : { at: String(position[0]), id: String(position[1]) };
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.audits.list(tx, filter, before, query.limit), { mode: 'read-only' });
    return this.cursors.page(binding, query.limit, rows, (row) => [row.position, row.id], auditSummary);
  }

  async read(caller: Caller, id: AuditId): Promise<Audit> {
    return await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        await this.visible(tx, caller, id);
        return await this.view(tx, id);
      },
      { mode: 'read-only' },
    );
  }

  async blindSpots(caller: Caller, id: AuditId): Promise<{ items: BlindSpot[] }> {
    return await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        await this.visible(tx, caller, id);
        return { items: await this.audits.blindSpots(tx, id) };
      },
      { mode: 'read-only' },
    );
  }

  /**
   * Asks workers to stop. What runs sees it at its next heartbeat; a finalize job is planned at once, so that an audit whose jobs all
   * wait (for a throttled provider, say) ends without waiting for any of them.
   */
  async cancel(caller: Caller, id: AuditId, idempotency: Idempotency): Promise<Answer<Audit>> {
    let offer: (() => Promise<unknown>) | undefined;
    const answer = await this.mutations.run<Audit>(caller, idempotency, async (tx) => {
      const audit = await this.visible(tx, caller, id);
      if ((await this.audits.requestCancel(tx, id)) === 'ended') throw auditEnded();
      if (!(await this.audits.hasFinalize(tx, id))) {
        const connection = { id: audit.connection_id, cloud: audit.cloud };
        offer = await this.plan(tx, {
          kind: 'finalize',
          auditId: id,
          connection,
          queue: queueOf('finalize', audit.cloud),
          traceId: requestContext().trace.traceId,
        });
      }
      await record(tx, { type: 'audit.cancel-requested', payload: { auditId: id } });
      return { answer: new Answer(202, await this.view(tx, id)) };
    });
    await offer?.();
    return answer;
  }

  /** @throws VitrineError 404 for what does not exist for this caller */
  async visible(tx: OrganizationTransaction, caller: Caller, id: AuditId): Promise<AuditRow> {
    const audit = await this.audits.find(tx, id);
    if (audit === 'missing') throw notFound();
    expectConnection(caller, audit.connection_id);
    return audit;
  }

  private async expectUsable(tx: OrganizationTransaction, connection: ConnectionRow): Promise<void> {
    if (connection.credential_version === 0) throw credentialMissing();
    if (connection.state === 'rejected' || connection.state === 'revoked') throw connectionClosed(connection.state);
    if (!borrowedKinds.includes(connection.kind)) return;
    // Erased at the end of the audit before, or past its hour.
    const expiry = await this.credentials.expiry(tx, connection.id, connection.credential_version);
    if (expiry === null || expiry.getTime() <= Date.now()) throw borrowedExpired();
  }

  /** @returns what hands the job to the queue, to be called after the commit */
  private async plan(
    tx: OrganizationTransaction,
    job: { kind: 'plan' | 'finalize'; auditId: AuditId; connection: Pick<ConnectionRow, 'id' | 'cloud'>; queue: QueueName; traceId: string },
  ): Promise<() => Promise<unknown>> {
    const jobId = freshId(jobIdSchema);
    await this.audits.insertJob(tx, {
      id: jobId,
      kind: job.kind,
      auditId: job.auditId,
      connectionId: job.connection.id,
      queue: job.queue,
      traceId: job.traceId,
    });
    return () => this.jobOffers.offer(job.queue, { organizationId: tx.organizationId, jobId }, 1);
  }

  async view(tx: OrganizationTransaction, id: AuditId): Promise<Audit> {
    const row = await this.audits.find(tx, id);
    if (row === 'missing') throw notFound();
    return auditView(row, await this.audits.counts(tx, id), await this.audits.blindSpots(tx, id));
  }
}

/** A rule that is not of this cloud would silently never run. */
function expectKnownRules(cloud: Cloud, rules: readonly string[] | null): void {
  const known = new Set(ruleCatalogue.filter((rule) => rule.cloud === cloud).map(({ id }) => id));
  if (rules?.some((rule) => !known.has(rule)) === true) throw unknownRule();
}
