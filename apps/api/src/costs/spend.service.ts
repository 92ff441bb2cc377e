import { Injectable } from '@nestjs/common';
import { decimalText, defaultUsdPerDay, exact } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { callerText, connectionFilter, expectConnection, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import { Mutations } from '../http/mutations.js';
import { notFound, refusal } from '../http/problem.js';
import { timeRange } from '../http/time-range.js';
import { record } from '../trail/record.js';
import type { ApiBudget, ApiSpend, spendQuerySchema } from './spend.schemas.js';

const spentSchema = z.object({
  day: z.string(),
  connectionId: z.string(),
  operation: z.string(),
  requests: z.coerce.number().int(),
  bytes: z.coerce.number().int(),
  costUsd: z.string(),
});
const usdSchema = z.object({ usd: z.string().nullable() });
const budgetSchema = z.object({ usd: z.string(), version: z.number().int() });
/** Reads of an export's files: US$0.0004 for a thousand. */
const NOT_COUNTED = ['s3:GetObject', 's3:ListObjectsV2', 'azure.storage.GetBlob', 'azure.storage.ListBlobs'];
const plain = (text: string): string => decimalText(exact(text));

@Injectable()
export class SpendService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
  ) {}

  /** @throws VitrineError 404 where the audit or the connection is not the caller's */
  async read(caller: Caller, query: z.infer<typeof spendQuerySchema>): Promise<ApiSpend> {
    if (query.connectionId !== undefined) expectConnection(caller, query.connectionId);
    const { from, to } = timeRange({ from: query.from, to: query.to });
    return await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        const rows = await tx.read(
          spentSchema,
          `select day::text as day, connection_id as "connectionId", operation, requests, bytes, cost_usd::text as "costUsd" from vitrine.api_spend
           where organization_id = $1 and ($2::timestamptz is null or day >= ($2 at time zone 'UTC')::date) and ($3::timestamptz is null or day < ($3 at time zone 'UTC')::date)
             and ($4::uuid is null or connection_id = $4) and ($5::uuid[] is null or connection_id = any($5)) order by day desc, connection_id, operation limit 1000`,
          [tx.organizationId, from, to, query.connectionId ?? null, connectionFilter(caller)],
        );
        const [today] = await tx.read(
          usdSchema,
          `select sum(cost_usd)::text as usd from vitrine.api_spend where organization_id = $1 and day = (now() at time zone 'UTC')::date`,
          [tx.organizationId],
        );
        return {
          items: rows.map((row) => ({ ...row, connectionId: row.connectionId as ApiSpend['items'][number]['connectionId'], costUsd: plain(row.costUsd) })), // A row's own id
          totalUsd: decimalText(rows.reduce((sum, row) => sum.plus(exact(row.costUsd)), exact('0'))),
          auditUsd: query.auditId === undefined ? null : await auditUsd(tx, query.auditId, connectionFilter(caller)),
          todayUsd: plain(today?.usd ?? '0'),
          budgetUsdPerDay: plain((await budgetOf(tx)).usd),
          notCounted: NOT_COUNTED,
        };
      },
      { mode: 'snapshot' },
    );
  }

  async readBudget(caller: Caller): Promise<Answer<ApiBudget>> {
    const { usd, version } = await this.database.inOrganization(caller.organizationId, budgetOf, { mode: 'read-only' });
    return new Answer(200, { usdPerDay: plain(usd) }, { etag: etagOf(version) });
  }

  /** @throws VitrineError 412 `precondition-failed` | 428 `precondition-required` */
  async setBudget(caller: Caller, ifMatch: string | undefined, { usdPerDay }: ApiBudget): Promise<Answer<ApiBudget>> {
    if (caller.connections !== 'all')
      throw refusal(403, 'insufficient-scope', 'This token is bound to named connections and cannot set the organization’s budget.');
    return await this.mutations.run(caller, 'none', async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('spend-budget ' || $1::text, 0))`, [tx.organizationId]);
      const { version } = await budgetOf(tx);
      expectMatch(ifMatch, version);
      await tx.query(
        `insert into vitrine.spend_budget (organization_id, usd_per_day, version, set_by) values ($1, $2::numeric, $3, $4)
         on conflict (organization_id) do update set usd_per_day = excluded.usd_per_day, version = excluded.version, set_by = excluded.set_by, set_at = now()`,
        [tx.organizationId, usdPerDay, version + 1, callerText(caller)],
      );
      await record(tx, { type: 'api-budget.set', payload: { usdPerDay } });
      return { answer: new Answer(200, { usdPerDay: plain(usdPerDay) }, { etag: etagOf(version + 1) }) };
    });
  }
}

/** Version 0 is the default that nobody has changed. */
async function budgetOf(tx: OrganizationTransaction): Promise<z.infer<typeof budgetSchema>> {
  const [row] = await tx.read(budgetSchema, `select usd_per_day::text as usd, version from vitrine.spend_budget where organization_id = $1`, [
    tx.organizationId,
  ]);
  return row ?? { usd: defaultUsdPerDay, version: 0 };
}

async function auditUsd(tx: OrganizationTransaction, auditId: string, connectionIds: readonly string[] | null): Promise<string> {
  const [audit] = await tx.read(
    usdSchema,
    `select (select sum((j.detail->>'spentUsd')::numeric)::text from vitrine.job j where j.organization_id = $1 and j.audit_id = a.id) as usd
     from vitrine.audit a where a.organization_id = $1 and a.id = $2 and ($3::uuid[] is null or a.connection_id = any($3))`,
    [tx.organizationId, auditId, connectionIds],
  );
  if (audit === undefined) throw notFound();
  return plain(audit.usd ?? '0');
}
