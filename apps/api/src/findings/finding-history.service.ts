import { Injectable } from '@nestjs/common';
import type { FindingId } from '@vitrine/contracts';
import { connectionFilter, expectConnection, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound } from '../http/problem.js';
import { timeRange } from '../http/time-range.js';
import { FindingHistoryRepository, type FindingStepRow } from './finding-history.repository.js';
import type { FindingStep, SavingsPeriod, SavingsQuery } from './finding-history.schemas.js';
import { FindingsRepository } from './findings.repository.js';

const YEAR_MS = 366 * 86_400_000;

/** What became of findings: one finding's steps, and all savings over time. */
@Injectable()
export class FindingHistoryService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly findings: FindingsRepository,
    private readonly history: FindingHistoryRepository,
  ) {}

  async steps(caller: Caller, id: FindingId, page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<FindingStep>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/findings/{findingId}/history', filters: { id } };
    const position = this.cursors.read(binding, page.cursor);
    const after = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        const finding = await this.findings.find(tx, id, 'for-reading');
        if (finding === 'missing') throw notFound();
        expectConnection(caller, finding.connection_id);
        return await this.history.steps(tx, id, after, page.limit + 1);
      },
      { mode: 'read-only' },
    );
    return this.cursors.page(binding, page.limit, rows, (row) => [row.seq], stepOf);
  }

  /** @throws VitrineError 422 `invalid-range` */
  async savings(caller: Caller, query: SavingsQuery): Promise<{ items: SavingsPeriod[] }> {
    const to = query.to ?? new Date().toISOString();
    const from = query.from ?? new Date(new Date(to).getTime() - YEAR_MS).toISOString();
    timeRange({ from, to });
    const filter = {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      interval: query.interval,
      cloud: query.cloud ?? null,
      connectionId: query.connectionId ?? null,
      connectionIds: connectionFilter(caller),
    };
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.history.savings(tx, filter), { mode: 'read-only' });
    return { items: rows.map(({ start, currency, sums }) => ({ start: start.toISOString(), currency, ...sums })) };
  }
}

function stepOf(row: FindingStepRow): FindingStep {
  return {
    at: row.at.toISOString(),
    by: row.by,
    from: row.from_status,
    to: row.to_status,
    reason: row.reason,
    waivedUntil: row.waived_until?.toISOString() ?? null,
    assigneeId: row.assignee_id,
    auditId: row.audit_id,
    monthly: row.currency === null || row.amount === null ? null : { currency: row.currency, amount: row.amount },
  };
}
