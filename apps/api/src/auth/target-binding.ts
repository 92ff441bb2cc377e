import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { notFound } from '../http/problem.js';
import { expectConnection, type Caller } from './caller.js';

/** Whose the id behind a collection is, by the table that says so. A specification walks the document: no collection of an organization is missing. */
const tables: Readonly<Record<string, string>> = {
  'api-tokens': 'api_token',
  approvals: 'pending_change',
  audits: 'audit',
  connections: 'connection',
  'dead-letters': 'job',
  deliveries: 'webhook_delivery',
  exclusions: 'exclusion',
  findings: 'finding',
  invitations: 'invitation',
  members: 'member',
  'operator-sessions': 'operator_session',
  schedules: 'schedule',
  sources: 'cost_source',
  'trust-rules': 'trust_rule',
  webhooks: 'webhook',
};
const paramsSchema = z.record(z.string(), z.string()).catch({});
const idSchema = z.uuid();

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
    for (const { collection, id } of targetsOf(request)) {
      if (collection === 'connections') expectConnection(caller, id);
      if (!(await this.has(caller, tables[collection] ?? '', id))) throw notFound();
    }
  }

  private async has(caller: Caller, table: string, id: string): Promise<boolean> {
    const rows = await this.database.inOrganization(
      caller.organizationId,
      // The table's name is one of the list above, never of the request.
      async (tx) =>
        await tx.read(z.object({ one: z.literal(1) }), `select 1 as one from vitrine.${table} where organization_id = $1 and id = $2`, [tx.organizationId, id]),
      { mode: 'one-read' },
    );
    return rows.length > 0;
  }
}

/** `/v1/connections/:id/credentials` → the connection; an id that is none is the schema's to refuse, later. */
function targetsOf(request: FastifyRequest): { readonly collection: string; readonly id: string }[] {
  const segments = (request.routeOptions.url ?? '').split('/');
  const params = paramsSchema.parse(request.params);
  return segments.flatMap((segment, at) => {
    const collection = segments[at - 1] ?? '';
    const id = idSchema.safeParse(params[segment.slice(1)]);
    return segment.startsWith(':') && tables[collection] !== undefined && id.success ? [{ collection, id: id.data }] : [];
  });
}
