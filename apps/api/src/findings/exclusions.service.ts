import { Injectable } from '@nestjs/common';
import { exclusionIdSchema, type ExclusionId } from '@vitrine/contracts';
import { callerText, connectionFilter, expectConnection, expectWhole, type Caller } from '../auth/caller.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import { MAX_EXCLUSIONS, type CreateExclusion, type Exclusion } from './exclusion.schemas.js';
import { ExclusionsRepository, type ExclusionRow } from './exclusions.repository.js';

/** Tag rules by which an organization leaves resources out. The next audit excludes their findings, and opens them again once a rule is gone. */
@Injectable()
export class ExclusionsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly exclusions: ExclusionsRepository,
    private readonly connections: ConnectionsRepository,
  ) {}

  /** @throws VitrineError 404 | 409 `too-many-exclusions` | 422 `invalid-range` for an end that is past */
  async create(caller: Caller, wish: CreateExclusion, idempotency: Idempotency): Promise<Answer<Exclusion>> {
    expectReach(caller, wish.connectionId ?? null);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      if (wish.connectionId !== undefined && (await this.connections.find(tx, wish.connectionId, 'for-reading')) === 'missing') throw notFound();
      if (wish.expiresAt !== undefined && new Date(wish.expiresAt).getTime() <= Date.now())
        throw refusal(422, 'invalid-range', 'An exclusion ends in the future.', { errors: [{ pointer: '/expiresAt', code: 'invalid-range' }] });
      if ((await this.exclusions.count(tx)) >= MAX_EXCLUSIONS)
        throw refusal(409, 'too-many-exclusions', `An organization has at most ${String(MAX_EXCLUSIONS)} exclusions. Remove one first.`);
      const id = freshId(exclusionIdSchema);
      const row = await this.exclusions.insert(tx, id, wish, callerText(caller));
      // Tag texts are the customer's own and stay in their row; the trail names it.
      await record(tx, { type: 'exclusion.created', payload: { exclusionId: id, connectionId: wish.connectionId ?? null } });
      return { answer: new Answer(201, exclusionOf(row), { location: `/v1/exclusions/${id}` }) };
    });
  }

  async list(caller: Caller, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<Exclusion>> {
    const connectionIds = connectionFilter(caller);
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/exclusions', filters: { connectionIds } };
    const position = this.cursors.read(binding, cursor);
    const after = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.exclusions.list(tx, connectionIds, after, limit + 1), {
      mode: 'read-only',
    });
    return this.cursors.page(binding, limit, rows, (row) => [row.id], exclusionOf);
  }

  async remove(caller: Caller, id: ExclusionId): Promise<Answer<undefined>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const row = await this.exclusions.find(tx, id);
      if (row === 'missing') throw notFound();
      expectReach(caller, row.connection_id);
      if (!(await this.exclusions.remove(tx, id))) throw notFound();
      await record(tx, { type: 'exclusion.removed', payload: { exclusionId: id } });
      return { answer: new Answer(204, undefined) };
    });
  }
}

/** Attack: a token that is bound to one connection leaves resources of all connections out. */
function expectReach(caller: Caller, connectionId: string | null): void {
  if (connectionId === null) expectWhole(caller);
  else expectConnection(caller, connectionId);
}

function exclusionOf(row: ExclusionRow): Exclusion {
  return {
    id: row.id,
    connectionId: row.connection_id,
    tagKey: row.tag_key,
    tagValue: row.tag_value,
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}
