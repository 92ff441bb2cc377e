import { Injectable } from '@nestjs/common';
import { operatorSessionIdSchema, organizationIdSchema, type OperatorSessionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { operatorIdSchema, type OperatorId } from '../auth/operator-id.js';
import type { OperatorSession, RequestSession } from './operator-session.schemas.js';
import { REQUEST_HOURS, sessionStateSchema, START_MINUTES, type SessionState } from './operator-session-steps.js';

/** What is over by its time is over, whether or not anybody wrote that down yet. */
const OVER = `state in ('requested', 'approved', 'active') and expires_at <= now()`;
const STATE = `case when ${OVER} then 'expired' else state end`;
const COLUMNS = `organization_id, id, operator, reason, ticket, minutes, ${STATE} as state, requested_at, expires_at, decided_by, decided_at, started_at,
  case when ${OVER} then 'time' else ended_by end as ended_by, case when ${OVER} then expires_at else ended_at end as ended_at, ${OVER} as unsettled`;

const rowSchema = z.object({
  organization_id: organizationIdSchema,
  id: operatorSessionIdSchema,
  operator: operatorIdSchema,
  reason: z.string(),
  ticket: z.string(),
  minutes: z.number().int(),
  state: sessionStateSchema,
  requested_at: z.date(),
  expires_at: z.date(),
  decided_by: z.string().nullable(),
  decided_at: z.date().nullable(),
  started_at: z.date().nullable(),
  ended_by: z.string().nullable(),
  ended_at: z.date().nullable(),
  /** Over by its time, and nobody wrote that down yet. */
  unsettled: z.boolean(),
});
export type SessionRow = z.infer<typeof rowSchema>;

export interface SessionFilter {
  readonly operator: OperatorId | null;
  readonly state: SessionState | null;
  /** Id of the last one seen: ids are in the order of the requests. */
  readonly before: string | null;
}

@Injectable()
export class OperatorSessionsRepository {
  async insert(tx: OrganizationTransaction, id: OperatorSessionId, operator: OperatorId, { reason, ticket, minutes }: RequestSession): Promise<SessionRow> {
    return await one(
      tx,
      `insert into vitrine.operator_session (organization_id, id, operator, reason, ticket, minutes, expires_at)
       values ($1, $2, $3, $4, $5, $6, now() + make_interval(hours => $7)) returning ${COLUMNS}`,
      [tx.organizationId, id, operator, reason, ticket, minutes, REQUEST_HOURS],
    );
  }

  async find(tx: OrganizationTransaction, id: string, lock: 'for-reading' | 'for-change'): Promise<SessionRow | 'missing'> {
    const sql = `select ${COLUMNS} from vitrine.operator_session where organization_id = $1 and id = $2`;
    const [row] = await tx.read(rowSchema, lock === 'for-change' ? `${sql} for no key update` : sql, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  async list(tx: OrganizationTransaction, { operator, state, before }: SessionFilter, rows: number): Promise<SessionRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.operator_session
        where organization_id = $1 and ($2::text is null or operator = $2) and ($3::text is null or ${STATE} = $3) and ($4::uuid is null or id < $4)
        order by id desc limit $5`,
      [tx.organizationId, operator, state, before, rows],
    );
  }

  async decide(tx: OrganizationTransaction, id: string, to: 'approved' | 'refused', by: string): Promise<SessionRow> {
    return await one(
      tx,
      `update vitrine.operator_session set state = $3, decided_by = $4, decided_at = now(), version = version + 1,
         expires_at = case when $3 = 'approved' then now() + make_interval(mins => $5) else expires_at end
        where organization_id = $1 and id = $2 returning ${COLUMNS}`,
      [tx.organizationId, id, to, by, START_MINUTES],
    );
  }

  /** Its end is its start and its minutes, by the database's clock. */
  async start(tx: OrganizationTransaction, id: string, tokenHash: Buffer, startedAt: Date, expiresAt: Date): Promise<SessionRow> {
    return await one(
      tx,
      `update vitrine.operator_session set state = 'active', started_at = $3, expires_at = $4, token_sha256 = $5, version = version + 1
        where organization_id = $1 and id = $2 returning ${COLUMNS}`,
      [tx.organizationId, id, startedAt, expiresAt, tokenHash],
    );
  }

  async end(tx: OrganizationTransaction, id: string, by: string): Promise<SessionRow> {
    return await one(
      tx,
      `update vitrine.operator_session set state = 'ended', ended_by = $3, ended_at = now(), version = version + 1 where organization_id = $1 and id = $2 returning ${COLUMNS}`,
      [tx.organizationId, id, by],
    );
  }

  /** Writes down whose time is over. @returns those that were not yet */
  async settleExpired(tx: OrganizationTransaction): Promise<SessionRow[]> {
    return await tx.read(
      rowSchema,
      `update vitrine.operator_session set state = 'expired', ended_by = 'time', ended_at = expires_at, version = version + 1
        where organization_id = $1 and ${OVER} returning ${COLUMNS}`,
      [tx.organizationId],
    );
  }

  async organizationExists(tx: OrganizationTransaction): Promise<boolean> {
    return (await tx.read(z.object({}), 'select from vitrine.organization where organization_id = $1', [tx.organizationId])).length > 0;
  }

  async now(tx: OrganizationTransaction): Promise<Date> {
    const [row] = await tx.read(z.object({ now: z.date() }), `select date_trunc('milliseconds', now()) as now`);
    if (row === undefined) throw new TypeError('the database has no clock');
    return row.now;
  }
}

async function one(tx: OrganizationTransaction, sql: string, params: readonly unknown[]): Promise<SessionRow> {
  const [row] = await tx.read(rowSchema, sql, params);
  if (row === undefined) throw new TypeError('a session vanished under its own lock');
  return row;
}

export const sessionOf = (row: SessionRow): OperatorSession => ({
  id: row.id,
  organizationId: row.organization_id,
  operator: row.operator,
  reason: row.reason,
  ticket: row.ticket,
  minutes: row.minutes,
  state: row.state,
  requestedAt: row.requested_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  decidedBy: row.decided_by,
  decidedAt: row.decided_at?.toISOString() ?? null,
  startedAt: row.started_at?.toISOString() ?? null,
  endedBy: row.ended_by,
  endedAt: row.ended_at?.toISOString() ?? null,
});
