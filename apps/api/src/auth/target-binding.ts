import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { notFound } from '../http/problem.js';
import { expectConnection, type Caller } from './caller.js';

interface Target {
  readonly table: string;
  /** The column that says which connection a row is of, where one says so: what a token is not bound to is not there for it either. */
  readonly connection?: 'id' | 'connection_id';
}

/** Whose the id behind a collection is, by the table that says so. A specification walks the document: no collection of an organization is missing. */
const targets: Readonly<Record<string, Target>> = {
  'api-tokens': { table: 'api_token' },
  approvals: { table: 'pending_change' },
  audits: { table: 'audit', connection: 'connection_id' },
  connections: { table: 'connection', connection: 'id' },
  'dead-letters': { table: 'job', connection: 'connection_id' },
  deliveries: { table: 'webhook_delivery', connection: 'connection_id' },
  exclusions: { table: 'exclusion', connection: 'connection_id' },
  findings: { table: 'finding', connection: 'connection_id' },
  invitations: { table: 'invitation' },
  members: { table: 'member' },
  'operator-sessions': { table: 'operator_session' },
  schedules: { table: 'schedule', connection: 'connection_id' },
  sources: { table: 'cost_source', connection: 'connection_id' },
  'trust-rules': { table: 'trust_rule' },
  webhooks: { table: 'webhook' },
};
const paramsSchema = z.record(z.string(), z.string()).catch({});
const idSchema = z.uuid();
const rowSchema = z.object({ connectionId: z.string().nullable() });

/**
 * CS-T01: a target of another organization is not there, whatever the caller's scopes. Handlers see to that with their first statement; a guard
 * that refuses before them asks here first. Only refusals pay for it.
 */
@Injectable()
export class TargetBinding {
  constructor(private readonly database: Database) {}

  /** @throws VitrineError 404 `not-found` where the path names what the caller's organization has not */
  async expectOwn(request: FastifyRequest, caller: Caller): Promise<void> {
    // An operator's role sees less than a member's; his own guard tells him what he needs to know.
    if (caller.via.kind === 'operator') return;
    for (const { target, id } of targetsOf(request)) {
      const connectionId = await this.connectionOf(caller, target, id);
      if (connectionId !== null) expectConnection(caller, connectionId);
    }
  }

  /** @returns null for what is no one connection's @throws VitrineError 404 for what is not there */
  private async connectionOf(caller: Caller, { table, connection }: Target, id: string): Promise<string | null> {
    const [row] = await this.database.inOrganization(
      caller.organizationId,
      // Names of table and column are of the list above, never of the request.
      async (tx) =>
        await tx.read(rowSchema, `select ${connection ?? 'null::uuid'} as "connectionId" from vitrine.${table} where organization_id = $1 and id = $2`, [
          tx.organizationId,
          id,
        ]),
      { mode: 'one-read' },
    );
    if (row === undefined) throw notFound();
    return row.connectionId;
  }
}

/** `/v1/connections/:id/credentials` → the connection; an id that is none is the schema's to refuse, later. */
function targetsOf(request: FastifyRequest): { readonly target: Target; readonly id: string }[] {
  const segments = (request.routeOptions.url ?? '').split('/');
  const params = paramsSchema.parse(request.params);
  return segments.flatMap((segment, at) => {
    const target = targets[segments[at - 1] ?? ''];
    const id = idSchema.safeParse(params[segment.slice(1)]);
    return segment.startsWith(':') && target !== undefined && id.success ? [{ target, id: id.data }] : [];
  });
}
