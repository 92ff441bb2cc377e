import { Injectable } from '@nestjs/common';
import { decimalText, exact } from '@vitrine/contracts';
import { connectionFilter, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound } from '../http/problem.js';
import { timeRange } from '../http/time-range.js';
import type { CostGrouping, CostProblem, CostSource, CostSummary } from './cost.schemas.js';
import { costSource } from './cost-source-view.js';
import { CostSourcesRepository } from './cost-sources.repository.js';
import { CostSumsRepository, type CostTotal, type RatedCost } from './cost-sums.repository.js';

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface CostSummaryQuery {
  readonly groupBy: CostGrouping;
  readonly connectionId?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly currency?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly convertTo?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class CostsService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly sources: CostSourcesRepository,
    private readonly sums: CostSumsRepository,
  ) {}

  async listSources(
    caller: Caller,
    query: PageQuery & { readonly kind?: string | undefined; readonly connectionId?: string | undefined },
  ): Promise<Page<CostSource>> {
    const filter = { kind: query.kind ?? null, connectionId: query.connectionId ?? null, connectionIds: connectionFilter(caller) };
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/costs/sources', filters: filter };
    const position = this.cursors.read(binding, query.cursor);
    const before = position === 'start' ? null : { at: String(position[0]), id: String(position[1]) };
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.sources.list(tx, filter, before, query.limit), { mode: 'read-only' });
    return this.cursors.page(binding, query.limit, rows, (row) => [row.position, row.id], costSource);
  }

  async readSource(caller: Caller, id: string): Promise<CostSource> {
    const row = await this.database.inOrganization(caller.organizationId, (tx) => this.sources.find(tx, id, connectionFilter(caller)), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return costSource(row);
  }

  async listProblems(caller: Caller, id: string, query: PageQuery): Promise<Page<CostProblem>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/costs/sources/problems', filters: { id } };
    const position = this.cursors.read(binding, query.cursor);
    const after = position === 'start' ? null : { row: String(position[0]), column: String(position[1]), code: String(position[2]) };
    const rows = await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        if ((await this.sources.find(tx, id, connectionFilter(caller))) === 'missing') throw notFound();
        return await this.sources.problems(tx, id, after, query.limit);
      },
      { mode: 'read-only' },
    );
    return this.cursors.page(
      binding,
      query.limit,
      rows,
      (row) => [row.row, row.column, row.code],
      (row) => row,
    );
  }

  async summary(caller: Caller, query: CostSummaryQuery): Promise<CostSummary> {
    const filter = {
      connectionId: query.connectionId ?? null,
      sourceId: query.sourceId ?? null,
      currency: query.currency ?? null,
      ...timeRange({ from: query.from, to: query.to }),
      connectionIds: connectionFilter(caller),
    };
    // Of one instant, so that the groups are of the totals.
    return await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        const groups = await this.sums.groups(tx, filter, query.groupBy, query.limit);
        return {
          totals: (await this.sums.totals(tx, filter)).map(total),
          groups: groups.slice(0, query.limit).map((group) => ({ key: group.key, ...total(group) })),
          truncated: groups.length > query.limit,
          overlapping: await this.sums.overlapping(tx, filter),
          converted: query.convertTo === undefined ? null : converted(query.convertTo, await this.sums.byRate(tx, filter, query.convertTo)),
        };
      },
      { mode: 'snapshot' },
    );
  }
}

function total({ currency, billed, effective, rows }: CostTotal): CostSummary['totals'][number] {
  return { currency, billedCost: decimalText(exact(billed)), effectiveCost: effective === null ? null : decimalText(exact(effective)), rows };
}

/** Money of the target currency itself needs no rate; anything else without one leaves the whole unknown. */
function converted(currency: string, costs: readonly RatedCost[]): CostSummary['converted'] {
  const foreign = costs.filter((cost) => cost.currency !== currency);
  const rates = foreign.flatMap(({ currency: from, onDate, rate, source }) =>
    onDate === null || rate === null || source === null ? [] : [{ from, onDate, rate: decimalText(exact(rate)), source }],
  );
  const missing = [...new Set(foreign.filter(({ rate }) => rate === null).map((cost) => cost.currency))];
  const sum = costs.reduce((total, cost) => total.plus(exact(cost.billed).times(cost.currency === currency ? '1' : (cost.rate ?? '0'))), exact('0'));
  return { currency, billedCost: missing.length > 0 ? null : decimalText(sum), rates, missing };
}
