import { Injectable } from '@nestjs/common';
import { isSettled, mayStep, type FindingId, type FindingStatus, type MemberId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { callerText, expectConnection, memberOf, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type CursorPosition, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import { csvExport, jsonExport } from './finding-export.js';
import { findingFilter } from './finding-filter.js';
import { positionOf } from './finding-order.js';
import { fullFinding, listedFinding, type FullFindingRow } from './finding-row.js';
import type { ChangeFinding, FindingFilterQuery, FindingSort, FullFinding, ListedFinding } from './finding.schemas.js';
import { FindingsRepository } from './findings.repository.js';

const LIST = 'GET /v1/findings';
const EXPORT_PAGE = 500;
/** A waiver that outlives the people who gave it hides a fault for good. */
const LONGEST_WAIVER_MS = 366 * 86_400_000;

export interface FindingQuery extends FindingFilterQuery {
  readonly sort: FindingSort;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

@Injectable()
export class FindingsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly findings: FindingsRepository,
  ) {}

  async list(caller: Caller, query: FindingQuery): Promise<Page<ListedFinding>> {
    const filter = findingFilter(caller, query);
    const order = query.sort;
    const binding = { organizationId: caller.organizationId, list: LIST, filters: { ...filter, order } };
    const after = this.cursors.read(binding, query.cursor);
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.findings.list(tx, { filter, order, after, rows: query.limit + 1 }), {
      mode: 'one-read',
    });
    return this.cursors.page(binding, query.limit, rows, (row) => positionOf(order, row), listedFinding);
  }

  async read(caller: Caller, id: FindingId): Promise<Answer<FullFinding>> {
    const row = await this.database.inOrganization(caller.organizationId, (tx) => this.findings.find(tx, id, 'for-reading'), { mode: 'one-read' });
    return answerOf(visible(caller, row));
  }

  async change(caller: Caller, id: FindingId, ifMatch: string | undefined, change: ChangeFinding): Promise<Answer<FullFinding>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const before = visible(caller, await this.findings.find(tx, id, 'for-change'));
      expectMatch(ifMatch, before.version);
      expectStep(before.status_now, change.status);
      const until = change.status === 'waived' ? waiverEnd(change.until) : null;
      const ownerId = change.status === 'waived' ? (change.ownerId ?? memberOf(caller)) : null;
      if (ownerId !== null) await this.expectMember(tx, ownerId);
      await this.findings.changeStatus(tx, id, { status: change.status, reason: change.reason ?? null, until, ownerId, by: callerText(caller) });
      await record(tx, { type: 'finding.status-changed', payload: { findingId: id, from: before.status_now, to: change.status, until } });
      return { answer: answerOf(visible(caller, await this.findings.find(tx, id, 'for-reading'))) };
    });
  }

  /** Asks a member to see to it, or nobody. @throws VitrineError 404 for a member who is none, as for a finding that is none */
  async assign(caller: Caller, id: FindingId, ifMatch: string | undefined, memberId: MemberId | null): Promise<Answer<FullFinding>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const before = visible(caller, await this.findings.find(tx, id, 'for-change'));
      if (memberId !== null) await this.expectMember(tx, memberId);
      expectMatch(ifMatch, before.version);
      await this.findings.assign(tx, id, memberId, callerText(caller));
      await record(tx, { type: 'finding.assigned', payload: { findingId: id, memberId } });
      return { answer: answerOf(visible(caller, await this.findings.find(tx, id, 'for-reading'))) };
    });
  }

  private async expectMember(tx: OrganizationTransaction, memberId: MemberId): Promise<void> {
    if (!(await this.findings.isActiveMember(tx, memberId))) throw notFound();
  }

  /** Exactly the filtered set, page by page, each in a short transaction: a client that reads slowly holds no connection of the database. */
  export(caller: Caller, query: FindingFilterQuery, format: 'csv' | 'json'): (signal: AbortSignal) => AsyncGenerator<string> {
    const filter = findingFilter(caller, query);
    const upTo = freshId(z.string());
    return (signal) => {
      const pages = this.pages(caller, filter, upTo, signal);
      return format === 'csv' ? csvExport(pages) : jsonExport(pages);
    };
  }

  private async *pages(caller: Caller, filter: ReturnType<typeof findingFilter>, upTo: string, signal: AbortSignal): AsyncGenerator<readonly FullFinding[]> {
    let after: CursorPosition | 'start' = 'start';
    while (!signal.aborted) {
      const request = { filter, order: 'id' as const, after, rows: EXPORT_PAGE, upTo };
      const rows: FullFindingRow[] = await this.database.inOrganization(caller.organizationId, (tx) => this.findings.listFull(tx, request), {
        mode: 'read-only',
      });
      if (rows.length > 0) yield rows.map(fullFinding);
      const last = rows.at(-1);
      if (last === undefined || rows.length < EXPORT_PAGE) return;
      after = [last.id];
    }
  }
}

function visible(caller: Caller, row: FullFindingRow | 'missing'): FullFindingRow {
  if (row === 'missing') throw notFound();
  expectConnection(caller, row.connection_id);
  return row;
}

function answerOf(row: FullFindingRow): Answer<FullFinding> {
  return new Answer(200, fullFinding(row), { etag: etagOf(row.version) });
}

/** The closed table decides; what an audit took out of people's hands is said as such. */
function expectStep(from: FindingStatus, to: FindingStatus): void {
  if (mayStep(from, to, 'person')) return;
  if (isSettled(from)) throw refusal(409, 'finding-resolved', 'An audit no longer saw this finding; it comes back by itself if it is seen again.');
  if (from === 'excluded') throw refusal(409, 'finding-excluded', 'A tag rule leaves this resource out. Remove the rule; the next audit opens the finding.');
  throw refusal(409, 'step-refused', `A finding does not go from ${from} to ${to}.`);
}

function waiverEnd(until: string): string {
  const end = new Date(until);
  const ahead = end.getTime() - Date.now();
  if (ahead <= 0 || ahead > LONGEST_WAIVER_MS) {
    throw refusal(422, 'invalid-range', 'A waiver ends in the future, within a year.', { errors: [{ pointer: '/until', code: 'invalid-range' }] });
  }
  return end.toISOString();
}
