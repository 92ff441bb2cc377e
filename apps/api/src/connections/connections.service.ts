import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { connectionIdSchema, jobIdSchema, queueOf, ruleCatalogue, type ConnectionId } from '@vitrine/contracts';
import { cloudOf } from '@vitrine/crypto-envelope';
import { callerText, connectionFilter, expectConnection, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { requestContext } from '../http/request-context.js';
import { JobOffers } from '../queue/job-offers.js';
import { record } from '../trail/record.js';
import { nameTaken } from './connection-errors.js';
import type { ChangeConnection, Connection, ConnectionSettings, CreateConnection, Receipt } from './connection.schemas.js';
import { ConnectionsRepository, type ConnectionRow } from './connections.repository.js';
import { CredentialsRepository } from './credentials.repository.js';
import { planDailySync } from './plan-daily-sync.js';

const LIST = 'GET /v1/connections';

export interface ConnectionQuery {
  readonly cloud?: string | undefined;
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly jobOffers: JobOffers,
    private readonly connections: ConnectionsRepository,
    private readonly credentials: CredentialsRepository,
  ) {}

  async create(caller: Caller, body: CreateConnection, idempotency: Idempotency): Promise<Answer<Connection>> {
    // A token that is bound to some connections cannot make another.
    if (caller.connections !== 'all') throw refusal(403, 'insufficient-scope', 'This token is bound to named connections and cannot make one.');
    expectKnownRules(body.kind, body.settings);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      if (await this.connections.nameTaken(tx, body.name, null)) throw nameTaken();
      const row = await this.connections.insert(tx, {
        id: freshId(connectionIdSchema),
        cloud: cloudOf(body.kind),
        kind: body.kind,
        name: body.name,
        // 256 bits: what a confused deputy would have to guess.
        externalId: randomBytes(32).toString('hex'),
        settings: body.settings ?? {},
        bill: body.bill ?? null,
        createdBy: callerText(caller),
      });
      await planDailySync(tx, row);
      await record(tx, { type: 'connection.created', payload: { connectionId: row.id, kind: row.kind } });
      return { answer: answerOf(201, caller, row, { location: `/v1/connections/${row.id}` }) };
    });
  }

  async list(caller: Caller, query: ConnectionQuery): Promise<Page<Connection>> {
    const filter = { cloud: query.cloud ?? null, state: query.state ?? null, connectionIds: connectionFilter(caller) };
    const binding = { organizationId: caller.organizationId, list: LIST, filters: filter };
    const position = this.cursors.read(binding, query.cursor);
    const after = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.connections.list(tx, filter, after, query.limit), {
      mode: 'read-only',
    });
    return this.cursors.page(
      binding,
      query.limit,
      rows,
      (row) => [row.id],
      (row) => shown(caller, row),
    );
  }

  async read(caller: Caller, id: ConnectionId): Promise<Answer<Connection>> {
    return answerOf(200, caller, await this.row(caller, id));
  }

  /** @throws VitrineError 404 for what does not exist for this caller */
  async row(caller: Caller, id: ConnectionId): Promise<ConnectionRow> {
    expectConnection(caller, id);
    const row = await this.database.inOrganization(caller.organizationId, (tx) => this.connections.find(tx, id, 'for-reading'), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return row;
  }

  async change(caller: Caller, id: ConnectionId, ifMatch: string | undefined, change: ChangeConnection): Promise<Answer<Connection>> {
    expectConnection(caller, id);
    return await this.mutations.run(caller, 'none', async (tx) => {
      const current = await this.connections.find(tx, id, 'for-change');
      if (current === 'missing') throw notFound();
      expectMatch(ifMatch, current.version);
      expectKnownRules(current.kind, change.settings);
      if (change.name !== undefined && (await this.connections.nameTaken(tx, change.name, id))) throw nameTaken();
      const row = await this.connections.update(tx, id, {
        name: change.name ?? current.name,
        settings: change.settings ?? current.settings,
        bill: change.bill === undefined ? current.bill : change.bill,
      });
      await planDailySync(tx, row);
      await record(tx, { type: 'connection.changed', payload: { connectionId: id, members: Object.keys(change) } });
      return { answer: answerOf(200, caller, row) };
    });
  }

  /** Asks a worker to try the credential; the result is at `GET …/validation`. */
  async validate(caller: Caller, id: ConnectionId, idempotency: Idempotency): Promise<Answer<{ connectionId: ConnectionId; state: 'queued' }>> {
    expectConnection(caller, id);
    let offer: (() => Promise<unknown>) | undefined;
    const answer = await this.mutations.run<{ connectionId: ConnectionId; state: 'queued' }>(caller, idempotency, async (tx) => {
      const connection = await this.connections.find(tx, id, 'for-change');
      if (connection === 'missing') throw notFound();
      if (connection.credential_version === 0) throw refusal(409, 'credential-missing', 'Submit a credential first.');
      const jobId = freshId(jobIdSchema);
      const queue = queueOf('validate', connection.cloud);
      await tx.query(
        `insert into vitrine.job (organization_id, id, kind, connection_id, queue, offered_at, offer_no, trace_id) values ($1, $2, 'validate', $3, $4, now(), 1, $5)`,
        [tx.organizationId, jobId, id, queue, requestContext().trace.traceId],
      );
      await record(tx, { type: 'connection.validation-requested', payload: { connectionId: id, jobId } });
      offer = () => this.jobOffers.offer(queue, { organizationId: caller.organizationId, jobId }, 1);
      return { answer: new Answer(202, { connectionId: id, state: 'queued' }, { location: `/v1/connections/${id}/validation` }) };
    });
    // After the commit: a worker may take it at once. What is not offered here the relay offers.
    await offer?.();
    return answer;
  }

  /** Erases every envelope in this request and answers with the proof; what runs is asked to stop (CF-10). */
  async remove(caller: Caller, id: ConnectionId): Promise<Receipt> {
    expectConnection(caller, id);
    const { body } = await this.mutations.run<Receipt>(caller, 'none', async (tx) => {
      const connection = await this.connections.find(tx, id, 'for-change');
      if (connection === 'missing') throw notFound();
      const envelopes = await this.credentials.erase(tx, id);
      const receipt: Receipt = { connectionId: id, erasedAt: new Date().toISOString(), envelopes };
      await tx.query(
        `update vitrine.audit set cancel_requested_at = now() where organization_id = $1 and connection_id = $2 and state in ('queued', 'running') and cancel_requested_at is null`,
        [tx.organizationId, id],
      );
      await this.connections.purge(tx, id, receipt);
      await record(tx, { type: 'connection.deleted', payload: { connectionId: id, envelopes: envelopes.map(({ sha256 }) => sha256) } });
      return { answer: new Answer(200, receipt) };
    });
    return body;
  }
}

/** A rule that is not of this cloud would silently never run. */
function expectKnownRules(kind: Connection['kind'], settings: ConnectionSettings | undefined): void {
  const known = new Set(ruleCatalogue.filter(({ cloud }) => cloud === cloudOf(kind)).map(({ id }) => id));
  const named = [...(settings?.rules ?? []), ...Object.keys(settings?.ruleSettings ?? {})];
  if (named.some((rule) => !known.has(rule)))
    throw refusal(422, 'unknown-rule', 'The settings name a rule that this cloud does not have; see /v1/rules.', {
      errors: [{ pointer: '/settings/rules', code: 'unknown-rule' }],
    });
}

export function shown(caller: Caller, row: ConnectionRow): Connection {
  return {
    id: row.id,
    name: row.name,
    cloud: row.cloud,
    kind: row.kind,
    state: row.state,
    stateCode: row.state_code,
    externalId: row.external_id,
    federationSubject: federationSubject(caller.organizationId, row.id),
    keylessIdentity: row.keyless_identity,
    credentialVersion: row.credential_version,
    nextCredentialVersion: row.credential_version + 1,
    accountPinned: row.account_pinned,
    settings: row.settings,
    bill: row.bill,
    createdAt: row.created_at.toISOString(),
    validatedAt: row.validated_at?.toISOString() ?? null,
  };
}

/** Organization and connection: a trust for one connection cannot be used by another. */
export function federationSubject(organizationId: string, connectionId: string): string {
  return `vitrine:organization:${organizationId}:connection:${connectionId}`;
}

function answerOf(status: number, caller: Caller, row: ConnectionRow, headers: Record<string, string> = {}): Answer<Connection> {
  return new Answer(status, shown(caller, row), { ...headers, etag: etagOf(row.version) });
}
